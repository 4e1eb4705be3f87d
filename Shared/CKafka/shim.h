#ifndef STATIONOPS_CKAFKA_SHIM_H
#define STATIONOPS_CKAFKA_SHIM_H

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

/// rd_kafka_producev is variadic, which Swift cannot call; rd_kafka_produceva (its array form) frees headers twice on a
/// refused record before librdkafka 2.12. A null pointer would make the value a tombstone, so an empty one becomes "".
/// On an error the headers still belong to the caller.
static inline rd_kafka_resp_err_t ops_kafka_produce(
    rd_kafka_t *client, rd_kafka_topic_t *topic, const void *key, size_t key_size, const void *value, size_t value_size,
    rd_kafka_headers_t *headers) {
    return rd_kafka_producev(
        client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(RD_KAFKA_PARTITION_UA),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, key_size),
        RD_KAFKA_V_VALUE((void *)(value ? value : ""), value_size), RD_KAFKA_V_HEADERS(headers),
        RD_KAFKA_V_END);
}

/// The same with a null key and value, for tests of what readers do with a tombstone.
static inline rd_kafka_resp_err_t ops_kafka_produce_null(
    rd_kafka_t *client, rd_kafka_topic_t *topic, rd_kafka_headers_t *headers) {
    return rd_kafka_producev(
        client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(RD_KAFKA_PARTITION_UA), RD_KAFKA_V_HEADERS(headers),
        RD_KAFKA_V_END);
}

/// Variadic too. Makes the mock broker answer its next request of this kind with an error, after a delay.
static inline rd_kafka_resp_err_t ops_kafka_mock_push_error(
    rd_kafka_mock_cluster_t *cluster, int32_t broker, int16_t api_key, rd_kafka_resp_err_t error, int delay_ms) {
    return rd_kafka_mock_broker_push_request_error_rtts(cluster, broker, api_key, (size_t)1, error, delay_ms);
}

#endif
