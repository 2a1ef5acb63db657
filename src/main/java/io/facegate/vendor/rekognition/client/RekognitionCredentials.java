package io.facegate.vendor.rekognition.client;

import io.facegate.call.Fault;
import io.facegate.identity.Organisation;
import io.facegate.vendor.client.CachedCredential;
import io.facegate.vendor.client.CachedCredential.ValidCredential;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** Credentials that sign calls: the gateway's own, or those of an organisation's AWS role. */
final class RekognitionCredentials implements AutoCloseable {
    /** The most cached roles. Beyond it the least recently used role is dropped and assumed again at its next use. */
    private static final int ROLES = 1024;

    /** Timeout to assume one role, retries included. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("assume-role").start(task);

    private final AwsCredentialsProvider own;
    private final StsClient sts;
    private final Map<Role, CachedCredential<AwsCredentialsIdentity>> roles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Role, CachedCredential<AwsCredentialsIdentity>> eldest) {
            return size() > ROLES;
        }
    };

    RekognitionCredentials(AwsCredentialsProvider own, RekognitionSettings cloud, String region) {
        this.own = own;
        var longest =
                cloud.limits().total().compareTo(PATIENCE) < 0 ? cloud.limits().total() : PATIENCE;
        this.sts = StsClient.builder()
                .credentialsProvider(own)
                .region(Region.of(region))
                .applyMutation(asked -> {
                    if (cloud.stsEndpoint() != null) {
                        asked.endpointOverride(cloud.stsEndpoint());
                    }
                })
                .overrideConfiguration(waits -> waits.apiCallTimeout(longest))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(cloud.limits().connect())
                        .socketTimeout(longest))
                .build();
    }

    /** Returns the organisation's role, or null when its calls use the gateway's own credentials. */
    static @Nullable Role role(Organisation organisation) {
        var arn = organisation.upstreamRole();
        return arn == null ? null : new Role(arn, organisation.id());
    }

    /**
     * Returns valid credentials; waits at most the given nanoseconds for those of a role.
     *
     * @throws Fault.ProviderDown when there are none
     */
    AwsCredentialsIdentity get(@Nullable Role role, long nanos) {
        if (role != null) {
            return cachedRole(role).get(nanos, RekognitionCredentials::roleNotAssumed);
        }
        try {
            return own.resolveCredentials();
        } catch (SdkException none) {
            throw Fault.ProviderDown.credentials("No credentials for Amazon were found" + code(none)
                    + ": set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or the machine's role.");
        }
    }

    /** Each role has its own cache, so a role that cannot be assumed does not delay other calls. */
    private CachedCredential<AwsCredentialsIdentity> cachedRole(Role role) {
        synchronized (roles) {
            return roles.computeIfAbsent(
                    role,
                    one -> new CachedCredential<>(
                            () -> CompletableFuture.supplyAsync(() -> assumeRole(one), THREADS),
                            InstantSource.system()));
        }
    }

    private ValidCredential<AwsCredentialsIdentity> assumeRole(Role role) {
        var given = sts.assumeRole(asked -> asked.roleArn(role.arn())
                        .roleSessionName(role.session())
                        .externalId("facegate:" + role.organisation()))
                .credentials();
        return new ValidCredential<>(
                AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
                given.expiration());
    }

    private static Fault roleNotAssumed(Throwable why) {
        var late = why instanceof TimeoutException || why instanceof ApiCallTimeoutException;
        return Fault.ProviderDown.roleCredentials("The AWS role of an organisation could not be assumed"
                + (late ? " in time" : why instanceof SdkException said ? code(said) : "") + '.');
    }

    /** Returns only the vendor's error code, because its message names accounts and roles. */
    private static String code(SdkException why) {
        if (why instanceof AwsServiceException said && said.awsErrorDetails() != null) {
            var code = said.awsErrorDetails().errorCode();
            return code != null && RekognitionSafeName.isSafe(code) ? " (" + code + ')' : "";
        }
        return "";
    }

    @Override
    public void close() {
        sts.close();
    }

    /** An organisation's role. The same role registered by two organisations counts as two. */
    record Role(String arn, String organisation) {
        String session() {
            var name = ("facegate-" + organisation).replaceAll("[^A-Za-z0-9_=,.@-]", "-");
            return name.substring(0, Math.min(name.length(), 64));
        }
    }
}
