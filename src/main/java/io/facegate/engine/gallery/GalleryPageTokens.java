package io.facegate.engine.gallery;

import io.facegate.call.StrictBase64Url;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Page tokens: encrypted and bound to the owner and list they were issued for. */
public final class GalleryPageTokens {
    private static final int LONGEST = 4096;

    private final GalleryDatabase store;

    GalleryPageTokens(GalleryDatabase store) {
        this.store = store;
    }

    public String issue(GalleryKey list, String after) {
        var sealed = store.cipher().seal(after.getBytes(StandardCharsets.UTF_8), sealContext(list));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** Returns the start of the page, or null if the token was not issued for this list. */
    public @Nullable String read(GalleryKey list, String token) {
        if (token.length() > LONGEST) {
            return null;
        }
        try {
            var after = store.cipher().open(StrictBase64Url.decode(token), sealContext(list));
            return after == null ? null : new String(after, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** Encodes lengths first, so that distinct lists never encode alike. */
    private static String sealContext(GalleryKey list) {
        return "page " + list.owner().length() + ' ' + list.owner() + ' ' + list.gallery();
    }
}
