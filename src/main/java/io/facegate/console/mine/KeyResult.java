package io.facegate.console.mine;

import io.facegate.console.PageLanguage;
import io.facegate.registry.MintedKey;
import io.facegate.usecase.ledger.DisplayText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a change of a key.
 *
 * @param minted the new key, whose secrets are on this page only; or null
 * @param warnings why calls with it will be refused
 * @param done what was done, or an empty text
 * @param problem why nothing was done, or an empty text
 */
record KeyResult(@Nullable MintedKey minted, List<String> warnings, String done, String problem) {
    static final KeyResult NONE = new KeyResult(null, List.of(), "", "");

    static KeyResult of(MintedKey minted, List<String> warnings) {
        return new KeyResult(minted, warnings.stream().map(DisplayText::forPage).toList(), "", "");
    }

    static KeyResult done(PageLanguage speech, String key) {
        return new KeyResult(null, List.of(), speech.say(key), "");
    }

    static KeyResult refused(@Nullable String why) {
        return new KeyResult(null, List.of(), "", DisplayText.forPage(String.valueOf(why)));
    }

    /** The secrets, as a shell takes them. A key has no character that a shell reads inside single quotes. */
    public String exports() {
        return minted == null
                ? ""
                : "export FACEGATE_API_KEY='" + minted.apiKey() + "'\nexport AWS_ACCESS_KEY_ID='" + minted.accessKeyId()
                        + "'\nexport AWS_SECRET_ACCESS_KEY='" + minted.secretAccessKey() + "'";
    }
}
