package io.facegate.usecase.lockdown.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A text in which {@code *} stands for any run of characters and, where the vendor has it, {@code ?} for any one. */
public final class WildcardPattern {
    private static final int ANY_ONE = -1;
    private static final int ANY_RUN = -2;

    private final int[] tokens;
    private final String text;
    private final int hash;

    private WildcardPattern(String text, List<Integer> tokens) {
        this.text = text;
        this.tokens = tokens.stream().mapToInt(Integer::intValue).toArray();
        this.hash = Arrays.hashCode(this.tokens);
    }

    /** A pattern with {@code *} and {@code ?}. */
    public static WildcardPattern of(String text) {
        return new Builder().pattern(text).build();
    }

    /** The same for texts that are compared without regard to case: matched texts must be in lower case. */
    public static WildcardPattern ofLowerCase(String text) {
        return of(text.toLowerCase(Locale.ROOT));
    }

    /** A pattern that matches that text alone. */
    public static WildcardPattern literal(String text) {
        return new Builder().literal(text).build();
    }

    /** Puts a pattern together. */
    public static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private final List<Integer> tokens = new ArrayList<>();

        /** Appends a text whose {@code *} and {@code ?} are wildcards. */
        public Builder pattern(String more) {
            text.append(more);
            for (int at = 0; at < more.length(); at++) {
                add(
                        switch (more.charAt(at)) {
                            case '*' -> ANY_RUN;
                            case '?' -> ANY_ONE;
                            default -> more.charAt(at);
                        });
            }
            return this;
        }

        /** Appends a text as it is. */
        public Builder literal(String more) {
            text.append(more);
            more.chars().forEach(this::add);
            return this;
        }

        private void add(int token) {
            if (token != ANY_RUN || tokens.isEmpty() || tokens.getLast() != ANY_RUN) {
                tokens.add(token);
            }
        }

        public WildcardPattern build() {
            return new WildcardPattern(text.toString(), tokens);
        }
    }

    /** True if it matches every text. */
    public boolean isAll() {
        return tokens.length == 1 && tokens[0] == ANY_RUN;
    }

    /** True if it matches one text alone. */
    public boolean isLiteral() {
        for (int token : tokens) {
            if (token < 0) {
                return false;
            }
        }
        return true;
    }

    /** True if it matches the whole text. */
    public boolean matches(String whole) {
        int at = 0;
        int token = 0;
        int run = -1;
        int resumed = 0;
        while (at < whole.length()) {
            if (token < tokens.length && (tokens[token] == ANY_ONE || tokens[token] == whole.charAt(at))) {
                at++;
                token++;
            } else if (token < tokens.length && tokens[token] == ANY_RUN) {
                run = token++;
                resumed = at;
            } else if (run >= 0) {
                token = run + 1;
                at = ++resumed;
            } else {
                return false;
            }
        }
        while (token < tokens.length && tokens[token] == ANY_RUN) {
            token++;
        }
        return token == tokens.length;
    }

    /** The characters that it names. */
    void addCharacters(BitSet named) {
        for (int token : tokens) {
            if (token >= 0) {
                named.set(token);
            }
        }
    }

    /** The places in the pattern before a text was read. */
    BitSet start() {
        var places = new BitSet(tokens.length + 1);
        places.set(0);
        close(places);
        return places;
    }

    /** The places in the pattern after one more character. */
    BitSet step(BitSet places, int character) {
        var next = new BitSet(tokens.length + 1);
        for (int at = places.nextSetBit(0); at >= 0 && at < tokens.length; at = places.nextSetBit(at + 1)) {
            if (tokens[at] == ANY_RUN) {
                next.set(at);
            } else if (tokens[at] == ANY_ONE || tokens[at] == character) {
                next.set(at + 1);
            }
        }
        close(next);
        return next;
    }

    boolean isEnd(BitSet places) {
        return places.get(tokens.length);
    }

    private void close(BitSet places) {
        for (int at = places.nextSetBit(0); at >= 0 && at < tokens.length; at = places.nextSetBit(at + 1)) {
            if (tokens[at] == ANY_RUN) {
                places.set(at + 1);
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WildcardPattern pattern
                && hash == pattern.hash
                && Arrays.equals(tokens, pattern.tokens);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return text;
    }
}
