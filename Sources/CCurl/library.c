// The name of an option that older libraries need is deprecated in new headers.
#define CURL_DISABLE_DEPRECATION
#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

// The header has macros of these names that check the types of arguments; here only the functions are meant.
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define FUNCTIONS(X)    \
  X(curl_global_init)   \
  X(curl_easy_init)     \
  X(curl_easy_cleanup)  \
  X(curl_easy_perform)  \
  X(curl_easy_strerror) \
  X(curl_easy_setopt)   \
  X(curl_easy_getinfo)  \
  X(curl_slist_append)  \
  X(curl_slist_free_all)

#define POINTER(function) __typeof__(function) *function;
#define FIND(function)                                                                                            \
  if (!(library.function = (__typeof__(function) *)dlsym(handle, #function))) {                                   \
    snprintf(problem, sizeof problem, "libcurl.so.4 has no %s; install libcurl4 of your system anew", #function); \
    return;                                                                                                       \
  }

static struct {
  FUNCTIONS(POINTER)
} library;

/// What is wrong with the library; empty for nothing.
static char problem[WEB_MESSAGE];

static void load(void) {
  // Its version is 4 since 2006, with every choice of a TLS library.
  void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char *reason = dlerror();
    snprintf(problem, sizeof problem, "libcurl cannot be loaded (%s); install libcurl4", reason ? reason : "no reason");
    return;
  }
  FUNCTIONS(FIND)
  CURLcode code = library.curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) snprintf(problem, sizeof problem, "curl cannot start (%s)", library.curl_easy_strerror(code));
}

int web_load(char message[WEB_MESSAGE]) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  memcpy(message, problem, sizeof problem);
  return problem[0] != 0;
}

CURL *web_create(void) { return library.curl_easy_init(); }

void web_destroy(CURL *handle) { library.curl_easy_cleanup(handle); }

CURLcode web_perform(CURL *handle) { return library.curl_easy_perform(handle); }

const char *web_describe(CURLcode code) { return library.curl_easy_strerror(code); }

CURLcode web_set_long(CURL *handle, CURLoption option, long value) {
  return library.curl_easy_setopt(handle, option, value);
}

CURLcode web_set_string(CURL *handle, CURLoption option, const char *value) {
  return library.curl_easy_setopt(handle, option, value);
}

CURLcode web_set_pointer(CURL *handle, CURLoption option, void *value) {
  return library.curl_easy_setopt(handle, option, value);
}

CURLcode web_set_write(CURL *handle, CURLoption option, curl_write_callback value) {
  return library.curl_easy_setopt(handle, option, value);
}

CURLcode web_set_progress(CURL *handle, curl_xferinfo_callback value) {
  return library.curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}

// The list of protocols as text came with libcurl 7.85; the bit mask before it is deprecated since. A library older
// than the header does not know the list, and says so.
CURLcode web_allow_only_web(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
  CURLcode code = library.curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  if (code != CURLE_UNKNOWN_OPTION) return code;
#endif
  return library.curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
}

CURLcode web_set_socket(CURL *handle, web_socket_opener value) {
  return library.curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}

const char *web_text(CURL *handle, CURLINFO info) {
  const char *text = NULL;
  return library.curl_easy_getinfo(handle, info, &text) == CURLE_OK ? text : NULL;
}

struct curl_slist *web_append(struct curl_slist *lines, const char *line) {
  return library.curl_slist_append(lines, line);
}

void web_free(struct curl_slist *lines) { library.curl_slist_free_all(lines); }
