package io.facegate.e2e;

import io.facegate.e2e.Gateway.Key;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.rekognition.RekognitionAsyncClient;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.RekognitionClientBuilder;

/** The AWS SDK for Java v2, unmodified, pointed at a gateway; it notes the decision that each answer names. */
final class Sdk {
    private final URI gateway;
    private final List<String> receipts = Collections.synchronizedList(new ArrayList<>());
    private final List<String> decisions = Collections.synchronizedList(new ArrayList<>());

    Sdk(URI gateway) {
        this.gateway = gateway;
    }

    /** Decisions named by answers so far, in order; an answer that names none counts as "". */
    List<String> decisions() {
        return List.copyOf(decisions);
    }

    String lastDecision() {
        return decisions.getLast();
    }

    /** The newest receipt. */
    String lastReceipt() {
        return receipts.getLast();
    }

    RekognitionClient client(Key key) {
        return client(key, builder -> builder);
    }

    RekognitionClient client(Key key, UnaryOperator<RekognitionClientBuilder> more) {
        return more.apply(RekognitionClient.builder()
                        .endpointOverride(gateway)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials(key))
                        .httpClientBuilder(Apache5HttpClient.builder())
                        .overrideConfiguration(watched()))
                .build();
    }

    /** The same over the JDK's own HTTP connection. */
    RekognitionClient plainClient(Key key) {
        return client(key, builder -> builder.httpClientBuilder(UrlConnectionHttpClient.builder()));
    }

    RekognitionAsyncClient asyncClient(Key key) {
        return RekognitionAsyncClient.builder()
                .endpointOverride(gateway)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials(key))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                .overrideConfiguration(watched())
                .build();
    }

    private static StaticCredentialsProvider credentials(Key key) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()));
    }

    private ClientOverrideConfiguration watched() {
        return ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(new Watch())
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .build();
    }

    private final class Watch implements ExecutionInterceptor {
        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            decisions.add(context.httpResponse()
                    .firstMatchingHeader("Facegate-Decision")
                    .orElse(""));
            receipts.add(context.httpResponse()
                    .firstMatchingHeader("Facegate-Receipt")
                    .orElse(""));
        }
    }
}
