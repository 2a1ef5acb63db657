package io.facegate.identity;

/** What the parser of Authorization headers makes of a text, for the fuzzer. */
public final class SigV4HeaderProbe {
    private SigV4HeaderProbe() {}

    /**
     * The header as it was understood, written anew.
     *
     * @throws io.facegate.call.Fault.Unauthenticated if it is none
     */
    public static String canonical(String header) {
        var read = SigV4Authorization.parse(header);
        return read.header(read.signature());
    }
}
