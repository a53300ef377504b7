// Starts the views of the page. Where there is no page, as in tests of logic, nothing starts.

if (typeof document !== "undefined") Quire.frame.start();
