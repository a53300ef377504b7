"""The whole of a finished report at once: what no test within one figure sees, such as two landmarks of one name."""

import unittest

from browser import ViewTests


class WholeTests(ViewTests):
    def test_the_whole_report_is_accessible(self):
        for scheme, width in [("light", 1100), ("dark", 1100), ("light", 360)]:
            with self.subTest(scheme, width=width), self.page(scheme=scheme, width=width) as page:
                # Views say what they read of their second data files: the page is judged as it then stays.
                page.wait_for_timeout(2000)
                self.judge(page, f"{scheme}, {width}")


if __name__ == "__main__":
    unittest.main()
