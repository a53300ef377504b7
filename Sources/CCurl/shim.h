#include <curl/curl.h>

// Swift cannot call functions with variable arguments: one function for each type of argument.

static inline CURLcode curl_set_long(CURL *handle, CURLoption option, long value) {
  return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode curl_set_string(CURL *handle, CURLoption option, const char *value) {
  return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode curl_set_write(CURL *handle, CURLoption option, curl_write_callback value) {
  return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode curl_set_progress(CURL *handle, curl_xferinfo_callback value) {
  return (curl_easy_setopt)(handle, CURLOPT_XFERINFOFUNCTION, value);
}

// The list of protocols as text came with libcurl 7.85; the bit mask before it is deprecated since.
static inline CURLcode curl_allow_web_only(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return (curl_easy_setopt)(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  return (curl_easy_setopt)(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

// The address that curl asks a socket for is followed by the rest of it: `addr` is as long as `addrlen` says.
typedef curl_socket_t (*curl_socket_opener)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

static inline CURLcode curl_set_socket(CURL *handle, curl_socket_opener value) {
  return (curl_easy_setopt)(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode curl_get_string(CURL *handle, CURLINFO info, const char **value) {
  return (curl_easy_getinfo)(handle, info, value);
}
