#pragma once

#include <curl/curl.h>

// libcurl, loaded when something is first asked of the network: it brings two dozen libraries (Kerberos, LDAP, SSH,
// RTMP), for which no other command should wait. The functions are libcurl's own under names of ours, none of them with
// variable arguments, which Swift cannot call. All but `web_load` may be called only after it succeeded.

/// The bytes that a message takes, with the zero behind it.
#define WEB_MESSAGE 512

/// Loads libcurl and initialises it, once in a process, whichever thread asks first; later calls give the same answer.
/// Returns 0, or 1 with `message` saying what is missing.
int web_load(char message[WEB_MESSAGE]);

/// A handle for one request after another, or null for want of memory.
CURL *web_create(void);
void web_destroy(CURL *handle);
CURLcode web_perform(CURL *handle);
const char *web_describe(CURLcode code);

CURLcode web_set_long(CURL *handle, CURLoption option, long value);
CURLcode web_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode web_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode web_set_write(CURL *handle, CURLoption option, curl_write_callback value);
CURLcode web_set_progress(CURL *handle, curl_xferinfo_callback value);
/// Lets a request go by http and https alone.
CURLcode web_allow_only_web(CURL *handle);

// The address that curl asks a socket for is followed by the rest of it: `addr` is as long as `addrlen` says.
typedef curl_socket_t (*web_socket_opener)(void *context, curlsocktype purpose, struct curl_sockaddr *address);
CURLcode web_set_socket(CURL *handle, web_socket_opener value);

/// A text that curl knows of an answer; it lives until the handle's next request. Null where there is none.
const char *web_text(CURL *handle, CURLINFO info);

/// The list with one more line, or null for want of memory.
struct curl_slist *web_append(struct curl_slist *lines, const char *line);
void web_free(struct curl_slist *lines);
