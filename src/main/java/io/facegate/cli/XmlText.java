package io.facegate.cli;

/** Text for XML. */
public final class XmlText {
    private static final int REPLACEMENT = 0xFFFD;

    private XmlText() {}

    /** Replaces characters that XML cannot contain, even escaped. */
    public static String replaceIllegal(String text) {
        var legal = new StringBuilder();
        text.codePoints().map(letter -> isLegal(letter) ? letter : REPLACEMENT).forEach(legal::appendCodePoint);
        return legal.toString();
    }

    private static boolean isLegal(int letter) {
        return letter == '\t'
                || letter == '\n'
                || (letter >= ' ' && letter < Character.MIN_SURROGATE)
                || (letter > Character.MAX_SURROGATE && letter < 0xFFFE)
                || letter > 0xFFFF;
    }
}
