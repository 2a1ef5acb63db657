package io.facegate.vendor.rekognition.client;

import io.facegate.call.Fault;
import io.facegate.identity.Organisation;
import io.facegate.vendor.client.CachedCredential;
import io.facegate.vendor.client.CachedCredential.ValidCredential;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
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
import software.amazon.awssdk.services.sts.model.Tag;

/** Credentials that sign calls: those of an organisation's AWS role, of the account's role, or the gateway's own. */
final class RekognitionCredentials implements AutoCloseable {
    /** The most cached roles. Beyond it the least recently used role is dropped and assumed again at its next use. */
    private static final int ROLES = 1024;

    /** Timeout to assume one role, retries included. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("assume-role").start(task);

    private final AwsCredentialsProvider own;
    private final StsClient sts;
    private final RekognitionSettings.@Nullable AccountRole account;
    private final Map<Role, CachedCredential<AwsCredentialsIdentity>> roles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Role, CachedCredential<AwsCredentialsIdentity>> eldest) {
            return size() > ROLES;
        }
    };

    RekognitionCredentials(AwsCredentialsProvider own, RekognitionSettings cloud, String region) {
        this.own = own;
        this.account = cloud.role();
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

    /**
     * Returns the organisation's role, or that of the account in a session of the organisation; null when its calls use
     * the gateway's own credentials.
     */
    @Nullable
    Role role(Organisation organisation) {
        var arn = organisation.upstreamRole();
        return arn == null ? accountRole(organisation.id()) : Role.ofOrganisation(arn, organisation.id());
    }

    /** Returns the role for what the gateway does for no organisation, or null when it uses its own credentials. */
    @Nullable
    Role ownRole() {
        return accountRole("");
    }

    private @Nullable Role accountRole(String organisation) {
        return account == null ? null : new Role(account.arn(), account.externalId(), organisation, false);
    }

    /**
     * Returns valid credentials; waits at most the given nanoseconds for those of a role.
     *
     * @throws Fault.ProviderDown when there are none
     */
    AwsCredentialsIdentity get(@Nullable Role role, long nanos) {
        if (role != null) {
            return cachedRole(role).get(nanos, why -> roleNotAssumed(role, why));
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
                        .externalId(role.externalId())
                        .tags(role.tags()))
                .credentials();
        return new ValidCredential<>(
                AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
                given.expiration());
    }

    private static Fault roleNotAssumed(Role role, Throwable why) {
        var late = why instanceof TimeoutException || why instanceof ApiCallTimeoutException;
        var sentence = (role.isOfOrganisation() ? "The AWS role of an organisation" : "The AWS role of the account")
                + " could not be assumed"
                + (late ? " in time" : why instanceof SdkException said ? code(said) : "") + '.';
        return role.isOfOrganisation()
                ? Fault.ProviderDown.roleCredentials(sentence)
                : Fault.ProviderDown.credentials(sentence);
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

    /**
     * A role, and in whose name its session is. The same role in the names of two organisations counts as two.
     *
     * @param externalId what its trust policy requires besides, or null
     * @param organisation its id, or empty for what the gateway does for none
     * @param isOfOrganisation true if the organisation registered it, false if it is the account's
     */
    record Role(String arn, @Nullable String externalId, String organisation, boolean isOfOrganisation) {
        private static final String TAG = "facegate:organisation";

        static Role ofOrganisation(String arn, String organisation) {
            return new Role(arn, "facegate:" + organisation, organisation, true);
        }

        String session() {
            var name = (organisation.isEmpty() ? "facegate" : "facegate-" + organisation)
                    .replaceAll("[^A-Za-z0-9_=,.@-]", "-");
            return name.substring(0, Math.min(name.length(), 64));
        }

        /** The tags of a session in the account: whose calls it makes. The trust policy of an account can test them. */
        List<Tag> tags() {
            return isOfOrganisation || organisation.isEmpty()
                    ? List.of()
                    : List.of(Tag.builder().key(TAG).value(organisation).build());
        }
    }
}
