package io.facegate.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Every setting of a running gateway; each is explained in docs/config.md. */
@ConfigMapping(prefix = "facegate")
interface GatewayConfig {
    /** The data folder. */
    @WithDefault("facegate-data")
    Path data();

    /** The folder of policy packs. */
    @WithDefault("policies")
    Path policies();

    /** Who answers: {@code local} or {@code rekognition}. */
    @WithDefault("local")
    String provider();

    /** The file of JWT issuers. */
    Optional<Path> issuers();

    /** The bytes of request bodies held at once; a sixth of the heap when absent. */
    OptionalLong inFlightBytes();

    /** How many requests may wait for room before the next is turned away. */
    @WithDefault("256")
    int inFlightQueue();

    Ledger ledger();

    Rekognition rekognition();

    /** The ledger's settings. */
    interface Ledger {
        /** How long a decision may take to become durable. */
        @WithDefault("250ms")
        Duration deadline();
    }

    /** The settings of the adapter to Amazon Rekognition. */
    interface Rekognition {
        /** The region; the AWS SDK's own chain when absent. */
        Optional<String> region();

        /** The endpoint; AWS_ENDPOINT_URL_REKOGNITION, then the region's, when absent. */
        Optional<String> endpoint();

        /** How long one call may take, retries included. */
        @WithDefault("10s")
        Duration timeout();
    }
}
