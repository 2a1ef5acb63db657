package io.facegate.app.registration;

import io.facegate.catalogue.VendorApi;
import java.util.Map;

/**
 * One call of a vendor check. Text in {@code ${…}} stands for a picture, the gallery's name, or what an earlier reply held.
 *
 * @param api the API that is called
 * @param operation the vendor's name of the operation
 * @param target method and path, such as {@code POST /face/v1.0/detect}
 * @param body JSON, or {@code picture} for the bytes of a picture, or empty
 * @param holds JSON pointer of what the reply must hold; empty if its status says enough
 * @param remembered what later steps use of the reply: a name, and the JSON pointer of its value
 */
public record VendorCheckCall(
        VendorApi api, String operation, String target, String body, String holds, Map<String, String> remembered) {
    /** A call of whose reply later steps use nothing. */
    public VendorCheckCall(VendorApi api, String operation, String target, String body, String holds) {
        this(api, operation, target, body, holds, Map.of());
    }

    /** The HTTP method. */
    public String method() {
        return target.substring(0, target.indexOf(' '));
    }

    /** The path with its query. */
    public String path() {
        return target.substring(target.indexOf(' ') + 1);
    }

    /** True if the body is the bytes of a picture. */
    public boolean sendsPicture() {
        return body.equals("picture");
    }
}
