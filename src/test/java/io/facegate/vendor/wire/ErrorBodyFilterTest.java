package io.facegate.vendor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a vendor's error is passed on where its replies are filtered. */
class ErrorBodyFilterTest {
    /** Texts as vendors document them, or as they were seen. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bad image data.",
                "image-annotator::Bad image data.: Bad image data.",
                "We can not access the URL currently. Please download the content and pass it in.",
                "Request must specify image and features.",
                "Image size is too small.",
                "Invalid request has been sent.",
                "Rate limit is exceeded. Try again later.",
                "Request has invalid image format",
                "IMAGE_ERROR_UNSUPPORTED_FORMAT: image_file",
                "INVALID_FACE_TOKEN",
                "Access denied due to invalid subscription key."
            })
    void aTextOfTheWordsOfErrorsIsKept(String text) {
        assertThat(filter("{\"message\":\"" + text + "\"}")).isEqualTo("{\"message\":\"" + text + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The image shows a male.",
                "Bad image data, 45.",
                "Bad image data of Joe",
                "smile is too large",
                "bad {\\\"image\\\":1}",
                "image data",
                "\\u0131mage data",
                "There is one person in the image"
            })
    void anyOtherTextIsWithheld(String text) {
        var expected = text.equals("image data")
                ? "{\"message\":\"image data\"}"
                : "{\"message\":\"" + ErrorBodyFilter.WITHHELD + "\"}";
        assertThat(filter("{\"message\":\"" + text + "\"}")).isEqualTo(expected);
    }

    @Test
    void aTextIsBounded() {
        var text = "image ".repeat(60);
        assertThat(filter("{\"message\":\"" + text + "\"}")).contains(ErrorBodyFilter.WITHHELD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"error":{"code":3,"status":"INVALID_ARGUMENT","message":"No.","details":[{"age":45}],"faceAnnotations":[{}]}} | {"error":{"code":3,"status":"INVALID_ARGUMENT","message":"%"}}
        {"error":{"code":"InvalidImage","innererror":{"code":"Too old","message":"age 45","more":1}}} | {"error":{"code":"InvalidImage","innererror":{"message":"%"}}}
        {"error_message":"BAD_ARGUMENTS: age 45","request_id":"1469761507,0","time_used":3,"faces":[]} | {"error_message":"BAD_ARGUMENTS: %","request_id":"1469761507,0","time_used":3}
        {"__type":"InvalidParameterException","Message":"Similarity 99","Similarity":99} | {"__type":"InvalidParameterException","Message":"%"}
        {"code":45.5,"message":{"age":45},"status":["MALE"],"time_used":1e300} | {}
        {"errors":[{"code":7},"male",45,{"age":45}]} | {"errors":[{"code":7},{}]}
        {"error":"male"} | {}
        """)
    void onlyCodesIdsAndTextsAreKept(String sent, String given) {
        assertThat(filter(sent)).isEqualTo(given.replace("%", ErrorBodyFilter.WITHHELD));
    }

    private static String filter(String error) {
        return new String(ErrorBodyFilter.filterBody(error.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
