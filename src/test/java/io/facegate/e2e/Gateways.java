package io.facegate.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Gateways that forward, as an operator would start them. */
final class Gateways {
    private static final Map<String, String> NOWHERE = Map.of(
            "AWS_CONFIG_FILE", "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
            "AWS_EC2_METADATA_DISABLED", "true",
            "AWS_REGION", "us-east-1");

    private Gateways() {}

    /** One that forwards there, with some key of its own. */
    static Gateway inFrontOf(URI cloud, Path data, String... options) {
        return inFrontOf(cloud, data, new Gateway.Key("AKIDOFTHEGATEWAY", "secret-of-the-gateway", ""), options);
    }

    /** One that forwards there, with that key. */
    static Gateway inFrontOf(URI cloud, Path data, Gateway.Key key, String... options) {
        return inFrontOf(cloud, data, key, Map.of(), options);
    }

    /** One that forwards there, with that in its environment. */
    static Gateway inFrontOf(URI cloud, Path data, Map<String, String> more, String... options) {
        return inFrontOf(cloud, data, new Gateway.Key("AKIDOFTHEGATEWAY", "secret-of-the-gateway", ""), more, options);
    }

    /** One of that build that forwards there, with some key of its own. */
    static Gateway inFrontOf(PackagedBuild build, URI cloud, Path data, String... options) {
        var key = new Gateway.Key("AKIDOFTHEGATEWAY", "secret-of-the-gateway", "");
        return Gateway.start(build, data, environment(cloud, key, Map.of()), withProvider(options));
    }

    private static Gateway inFrontOf(
            URI cloud, Path data, Gateway.Key key, Map<String, String> more, String... options) {
        return Gateway.start(data, environment(cloud, key, more), List.of(), withProvider(options));
    }

    private static Map<String, String> environment(URI cloud, Gateway.Key key, Map<String, String> more) {
        var environment = new java.util.HashMap<>(NOWHERE);
        environment.putAll(more);
        environment.put("AWS_ENDPOINT_URL_REKOGNITION", cloud.toString());
        environment.put("AWS_ACCESS_KEY_ID", key.id());
        environment.put("AWS_SECRET_ACCESS_KEY", key.secret());
        return environment;
    }

    private static String[] withProvider(String... options) {
        var all = new ArrayList<>(Arrays.asList(options));
        if (!all.contains("--provider")) {
            all.addAll(List.of("--provider", "rekognition"));
        }
        return all.toArray(String[]::new);
    }
}
