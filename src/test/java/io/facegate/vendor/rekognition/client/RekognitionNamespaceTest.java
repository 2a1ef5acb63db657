package io.facegate.vendor.rekognition.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.ResourceKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RekognitionNamespaceTest {
    private static final String ARN = "arn:aws:rekognition:us-east-1:123456789012:";
    private static final RekognitionNamespace RESCUE = new RekognitionNamespace("rescue", false);
    private static final RekognitionNamespace APART = new RekognitionNamespace("rescue", true);

    @ParameterizedTest
    @CsvSource({
        "missing,6.rescue.missing",
        "6.rescue.missing,6.rescue.6.rescue.missing",
        ".,6.rescue..",
        "aws:rekognition:us-east-1:123456789012:collection/missing,aws:rekognition:us-east-1:123456789012:collection/6.rescue.missing",
        "arn:aws:rekognition:us-east-1:123456789012:collection/missing,arn:aws:rekognition:us-east-1:123456789012:collection/6.rescue.missing",
        "arn:aws:rekognition:us-east-1:123456789012:streamprocessor/door,arn:aws:rekognition:us-east-1:123456789012:streamprocessor/6.rescue.door",
        "arn:aws:rekognition:us-east-1:123456789012:project/p/version/v/1,arn:aws:rekognition:us-east-1:123456789012:project/6.rescue.p/version/v/1",
        "arn:aws-us-gov:rekognition:us-gov-west-1:123456789012:project/p/1,arn:aws-us-gov:rekognition:us-gov-west-1:123456789012:project/6.rescue.p/1"
    })
    void namesGoThereAndComeBack(String given, String upstream) {
        assertThat(RESCUE.toUpstream(given)).isEqualTo(upstream);
        assertThat(RESCUE.toDownstream(upstream)).isEqualTo(given);
        assertThat(APART.toUpstream(given)).isEqualTo(given);
        assertThat(APART.toDownstream(given)).isEqualTo(given);
    }

    @ParameterizedTest
    @CsvSource({
        "missing",
        "5.rescu.e.missing",
        "16.rescue.missing",
        "7.rescue.missing",
        "arn:aws:rekognition:us-east-1:123456789012:collection/5.thief.missing",
        "arn:aws:rekognition:us-east-1:123456789012:project/p/6.rescue.x",
        "arn:aws:s3:::6.rescue.x"
    })
    void whatIsAnothersDoesNotComeBack(String upstream) {
        assertThat(RESCUE.toDownstream(upstream)).isNull();
    }

    /** The ids and names that are most alike: whatever stands on either side of a dot. */
    @Test
    void noTwoNamesMeet() {
        var parts = List.of("a", "b", "1", "a.b", "1.a", "a.1", "3", "3.a", "1.a.b", "a.", ".a", "a..b", "a-b", "a_b");
        Map<String, String> seen = new HashMap<>();
        for (var organisation : parts) {
            for (var name : parts) {
                var upstream = new RekognitionNamespace(organisation, false).toUpstream(name);
                assertThat(seen.put(upstream, organisation + ' ' + name))
                        .as(upstream)
                        .isNull();
                assertThat(upstream).matches("[a-zA-Z0-9_.\\-]+");
            }
        }
    }

    @Test
    void tokensOfIdempotencyDoNotMeetEither() {
        var thief = new RekognitionNamespace("thief", false);

        assertThat(RESCUE.token("t")).isEqualTo(RESCUE.token("t")).isNotEqualTo(thief.token("t"));
        assertThat(RESCUE.token("t".repeat(64))).matches("[a-zA-Z0-9-_]{1,64}");
        assertThat(APART.token("t")).isEqualTo("t");
    }

    @Test
    void anArnNamesOneKindOfThing() {
        assertThat(RekognitionNamespace.kind(ARN + "collection/c")).isEqualTo(ResourceKind.COLLECTION);
        assertThat(RekognitionNamespace.kind(ARN + "streamprocessor/s")).isEqualTo(ResourceKind.STREAM);
        assertThat(RekognitionNamespace.kind(ARN + "project/p/1")).isEqualTo(ResourceKind.PROJECT);
        assertThat(RekognitionNamespace.kind(ARN + "project/p/version/v/1")).isEqualTo(ResourceKind.MODEL);
        assertThat(RekognitionNamespace.kind(ARN + "project/p/dataset/train/1")).isEqualTo(ResourceKind.DATASET);
        assertThat(RekognitionNamespace.kind(ARN + "project/p")).isNull();
        assertThat(RekognitionNamespace.kind("arn:aws:s3:::bucket")).isNull();
        assertThat(RESCUE.handle(ResourceKind.PROJECT, ARN + "project/p/version/v/1"))
                .isNull();
        assertThat(RESCUE.handle(ResourceKind.MODEL, "p")).isNull();
    }

    /** The organisation's own account may hold the same name as another's: on record they are two. */
    @Test
    void onRecordNamesAreApartEvenWhereAccountsAre() {
        assertThat(APART.handle(ResourceKind.COLLECTION, "c"))
                .isNotEqualTo(new RekognitionNamespace("thief", true).handle(ResourceKind.COLLECTION, "c"));
    }
}
