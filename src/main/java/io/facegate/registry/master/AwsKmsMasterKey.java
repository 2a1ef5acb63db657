package io.facegate.registry.master;

import java.time.Duration;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * A symmetric key of AWS KMS, used by the AWS SDK's own credentials. The encryption context binds what it wraps, and
 * stands in CloudTrail.
 */
public final class AwsKmsMasterKey implements MasterKey {
    public static final String SCHEME = "aws-kms:";

    private static final Pattern ARN = Pattern.compile(
            "arn:aws[a-z-]{0,16}:kms:([a-z0-9-]{4,32}):\\d{12}:(?:key/[A-Za-z0-9-]{1,64}|alias/[\\w/-]{1,250})");

    private static final Duration ATTEMPT = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String arn;
    private final String region;

    private AwsKmsMasterKey(String arn, String region) {
        this.arn = arn;
        this.region = region;
    }

    /**
     * The key of an ARN.
     *
     * @throws MasterKeyException if it is not the ARN of a key or an alias
     */
    public static AwsKmsMasterKey of(String arn) throws MasterKeyException {
        var found = ARN.matcher(arn);
        if (!found.matches()) {
            throw new MasterKeyException("A key of AWS KMS is named by its ARN:"
                    + " aws-kms:arn:aws:kms:REGION:ACCOUNT:key/ID, or an alias in place of key/ID.");
        }
        return new AwsKmsMasterKey(arn, found.group(1));
    }

    @Override
    public Wrapped wrap(byte[] dataKey, WrappingContext binding) throws MasterKeyException {
        try (var kms = connect()) {
            var answer = kms.encrypt(asked ->
                    asked.keyId(arn).plaintext(SdkBytes.fromByteArray(dataKey)).encryptionContext(binding.context()));
            return new Wrapped(SCHEME + answer.keyId(), answer.ciphertextBlob().asByteArray());
        } catch (SdkException failed) {
            throw refused(failed);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, WrappingContext binding) throws MasterKeyException {
        try (var kms = connect()) {
            var answer = kms.decrypt(asked -> asked.keyId(arn)
                    .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                    .encryptionContext(binding.context()));
            if (!arn.equals(answer.keyId())) {
                throw new MasterKeyException(
                        "AWS KMS opened the registry's data key with another key than " + arn + '.');
            }
            return answer.plaintext().asByteArray();
        } catch (SdkException failed) {
            throw refused(failed);
        }
    }

    private KmsClient connect() {
        return KmsClient.builder()
                .region(Region.of(region))
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(ATTEMPT))
                .overrideConfiguration(how -> how.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(PATIENCE))
                .build();
    }

    /** Names the service's code; its message may hold names of accounts and roles. */
    private MasterKeyException refused(SdkException failed) {
        if (failed instanceof AwsServiceException said && said.awsErrorDetails() != null) {
            return new MasterKeyException(
                    "AWS KMS refused the key " + arn + ": "
                            + said.awsErrorDetails().errorCode() + '.',
                    failed);
        }
        return new MasterKeyException("AWS KMS did not answer for the key " + arn + '.', failed);
    }
}
