#include <curl/curl.h>

// Swift cannot call variadic C functions, and the type-checking macros around them are invisible to it. One wrapper per
// type of argument; the names in parentheses keep the macros from expanding.
static inline CURLcode ops_curl_set_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ops_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ops_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ops_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return (curl_easy_setopt)(handle, option, value);
}

// A list must outlive the transfer: the caller frees it afterwards.
static inline CURLcode ops_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return (curl_easy_setopt)(handle, option, value);
}

// Bytes in both directions have one signature: (buffer, 1, length, context) -> length taken or given.
typedef size_t (*OpsTransfer)(char *bytes, size_t one, size_t length, void *context);

static inline CURLcode ops_curl_set_transfer(CURL *handle, CURLoption option, OpsTransfer transfer) {
    return (curl_easy_setopt)(handle, option, transfer);
}

// Called about once a second and whenever bytes move; a result other than 0 ends the transfer.
static inline CURLcode ops_curl_set_progress(CURL *handle, curl_xferinfo_callback progress) {
    return (curl_easy_setopt)(handle, CURLOPT_XFERINFOFUNCTION, progress);
}

static inline long ops_curl_get_long(CURL *handle, CURLINFO info) {
    long value = 0;
    (curl_easy_getinfo)(handle, info, &value);
    return value;
}
