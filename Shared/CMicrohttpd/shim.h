#include <microhttpd.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

typedef void *(*OpsURICallback)(void *context, const char *uri, struct MHD_Connection *connection);

// The edge reads escapes itself, strictly: libmicrohttpd is told to leave them as they are.
static inline size_t ops_mhd_keep_escapes(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

// Swift cannot call variadic C functions: MHD_start_daemon with exactly the options we use.
static inline struct MHD_Daemon *ops_mhd_start(
    int listening, unsigned int connections, unsigned int idle_seconds, size_t memory, MHD_AccessHandlerCallback access,
    OpsURICallback begun, MHD_RequestCompletedCallback completed, void *context) {
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, access, context,
        MHD_OPTION_LISTEN_SOCKET, listening, MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_TIMEOUT,
        idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory, MHD_OPTION_URI_LOG_CALLBACK, begun, context,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context, MHD_OPTION_UNESCAPE_CALLBACK, ops_mhd_keep_escapes, NULL,
        MHD_OPTION_END);
}

// MHD_get_connection_info is variadic, and its answer is a union around a sockaddr: only the printed address gets out.
static inline int ops_mhd_peer(struct MHD_Connection *connection, char *text, size_t size) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info == NULL || info->client_addr == NULL) return 0;
    const struct sockaddr *address = info->client_addr;
    socklen_t length = address->sa_family == AF_INET6 ? 28 : 16;
    if (address->sa_family != AF_INET && address->sa_family != AF_INET6) return 0;
    return getnameinfo(address, length, text, (socklen_t)size, NULL, 0, NI_NUMERICHOST) == 0;
}
