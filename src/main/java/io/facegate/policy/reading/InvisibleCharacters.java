package io.facegate.policy.reading;

/** Detects characters that are invisible or change text direction (bidirectional controls). */
final class InvisibleCharacters {
    private InvisibleCharacters() {}

    static boolean isInvisible(int letter) {
        return Character.getType(letter) == Character.FORMAT || isBlank(letter) || isSelector(letter);
    }

    /** Letters rendered as nothing, and line and paragraph separators. */
    private static boolean isBlank(int letter) {
        return switch (letter) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2028, 0x2029, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> false;
        };
    }

    private static boolean isSelector(int letter) {
        return (letter >= 0x180B && letter <= 0x180F)
                || (letter >= 0xFE00 && letter <= 0xFE0F)
                || (letter >= 0xE0000 && letter <= 0xE0FFF);
    }
}
