package io.facegate.policy.reading;

import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.Attribute.Numbers;
import org.jspecify.annotations.Nullable;

/** Possible numbers of each attribute: a comparison that no call can meet is a mistake. */
final class AttributeNumberDomain {
    private AttributeNumberDomain() {}

    /** Why comparing an attribute with a number is pointless, or null. */
    static @Nullable String problem(Attribute attribute, double number) {
        if (attribute.kind() == Kind.DATE) {
            return null;
        }
        boolean share = attribute.numbers() == Numbers.SHARE;
        if (share && (number < 0 || number > 1)) {
            return attribute.word() + " lies from 0 to 1" + (number > 1 && number <= 100 ? "; write 0.8 for 80 %" : "");
        }
        if (number < 0) {
            return attribute.word() + " is never negative";
        }
        return attribute.numbers() == Numbers.WHOLE && number != Math.rint(number)
                ? attribute.word() + " is a whole number"
                : null;
    }
}
