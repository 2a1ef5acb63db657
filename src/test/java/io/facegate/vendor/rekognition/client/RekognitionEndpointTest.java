package io.facegate.vendor.rekognition.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rekognition.RekognitionClient;

class RekognitionEndpointTest {
    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "eu-west-1", "us-gov-west-1", "il-central-1", "us-isof-east-1"})
    void isWhereTheVendorsOwnClientGoes(String region) {
        var expected = RekognitionClient.serviceMetadata().endpointFor(Region.of(region));

        var endpoint = RekognitionEndpoint.of(cloud(region, null), Map.of());

        assertThat(endpoint).isEqualTo(new RekognitionEndpoint(expected.toString(), 443, true, "/", region));
    }

    @Test
    void honoursTheEnvironmentInAwssOrder() {
        var both = Map.of(
                "AWS_ENDPOINT_URL_REKOGNITION",
                "https://faces.example:8443",
                "AWS_ENDPOINT_URL",
                "https://all.example/x");

        assertThat(RekognitionEndpoint.of(cloud("eu-west-1", null), both))
                .isEqualTo(new RekognitionEndpoint("faces.example", 8443, true, "/", "eu-west-1"));
        assertThat(RekognitionEndpoint.of(
                        cloud("eu-west-1", null), Map.of("AWS_ENDPOINT_URL", "https://all.example/x")))
                .isEqualTo(new RekognitionEndpoint("all.example", 443, true, "/x", "eu-west-1"));
        assertThat(RekognitionEndpoint.of(cloud("eu-west-1", "https://set.example"), both)
                        .host())
                .isEqualTo("set.example");
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:8080", "http://localhost:8080"})
    void mayBePlainOnThisMachine(String url) {
        assertThat(RekognitionEndpoint.of(cloud("eu-west-1", url), Map.of()).tls())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://rekognition.example",
                "http://127.0.0.1.example",
                "http://10.0.0.1",
                "ftp://rekognition.example",
                "https://user:pass@rekognition.example",
                "https://rekognition.example?x=1",
                "https://rekognition.example#x",
                "https:///x",
                "rekognition.example",
                "not a url"
            })
    void isRefusedWhenFacesWouldTravelInTheClearOrAstray(String url) {
        assertThatThrownBy(() -> RekognitionEndpoint.of(cloud("eu-west-1", null), Map.of("AWS_ENDPOINT_URL", url)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isRefusedWhenRolesWouldBeAssumedInTheClear() {
        var clear = new RekognitionSettings(
                "eu-west-1", null, URI.create("http://sts.example"), null, VendorLimits.defaults());

        assertThatThrownBy(() -> RekognitionEndpoint.of(clear, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "evil.example/", "EU", "a b"})
    void takesNoRegionThatIsNotOne(String region) {
        assertThatThrownBy(() -> RekognitionEndpoint.of(cloud(region, null), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AWS_REGION");
    }

    private static RekognitionSettings cloud(String region, @Nullable String url) {
        return new RekognitionSettings(
                region, url == null ? null : URI.create(url), null, null, VendorLimits.defaults());
    }
}
