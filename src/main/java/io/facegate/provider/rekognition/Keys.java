package io.facegate.provider.rekognition;

import io.facegate.call.Fault;
import io.facegate.identity.Organisation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The credentials that calls are signed with: the gateway's own, or those of an organisation's role. */
final class Keys implements AutoCloseable {
    /** Roles remembered at once; one more, and the one longest unused is assumed anew when it is next needed. */
    private static final int ROLES = 1024;

    private final AwsCredentialsProvider own;
    private final StsClient sts;
    private final Map<Role, AwsCredentialsProvider> roles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Role, AwsCredentialsProvider> eldest) {
            return size() > ROLES;
        }
    };

    Keys(AwsCredentialsProvider own, Cloud cloud, String region) {
        this.own = own;
        var limits = cloud.limits();
        this.sts = StsClient.builder()
                .credentialsProvider(own)
                .region(Region.of(region))
                .applyMutation(asked -> {
                    if (cloud.stsEndpoint() != null) {
                        asked.endpointOverride(cloud.stsEndpoint());
                    }
                })
                .overrideConfiguration(waits -> waits.apiCallTimeout(limits.total()))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(limits.connect())
                        .socketTimeout(limits.total()))
                .build();
    }

    /** The organisation's role, or null when calls for it go under the gateway's own credentials. */
    static @Nullable Role role(Organisation organisation) {
        var arn = organisation.upstreamRole();
        return arn == null ? null : new Role(arn, organisation.id());
    }

    /**
     * Credentials that are good now.
     *
     * @throws Fault.ProviderDown when there are none
     */
    AwsCredentialsIdentity of(@Nullable Role role) {
        try {
            return (role == null ? own : assumed(role)).resolveCredentials();
        } catch (SdkException none) {
            throw new Fault.ProviderDown(
                    role == null
                            ? "The gateway has no cloud credentials of its own" + code(none) + '.'
                            : "The organisation's cloud role could not be assumed" + code(none) + '.');
        }
    }

    private AwsCredentialsProvider assumed(Role role) {
        synchronized (roles) {
            return roles.computeIfAbsent(role, this::assume);
        }
    }

    private AwsCredentialsProvider assume(Role role) {
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(asked -> asked.roleArn(role.arn())
                        .roleSessionName(role.session())
                        .externalId("facegate:" + role.organisation()))
                .build();
    }

    /** The vendor's word for why, and nothing else: its sentence names accounts and roles. */
    private static String code(SdkException why) {
        if (why instanceof AwsServiceException said && said.awsErrorDetails() != null) {
            var code = said.awsErrorDetails().errorCode();
            return code != null && Operations.name(code) ? " (" + code + ')' : "";
        }
        return "";
    }

    @Override
    public void close() {
        sts.close();
    }

    /** One organisation's role; the same role registered by two organisations is two. */
    record Role(String arn, String organisation) {
        String session() {
            var name = ("facegate-" + organisation).replaceAll("[^A-Za-z0-9_=,.@-]", "-");
            return name.substring(0, Math.min(name.length(), 64));
        }
    }
}
