package io.facegate.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says why a server could not be asked, without the words of the Java library. */
public final class ConnectionErrorFormatter {
    private static final int DEEPEST = 10;

    private ConnectionErrorFormatter() {}

    /** The reason as the end of a sentence, without a period. */
    public static String format(IOException error) {
        if (has(error, UnresolvedAddressException.class) || has(error, UnknownHostException.class)) {
            return "its name has no address";
        }
        if (has(error, HttpTimeoutException.class)) {
            return "nothing came in time";
        }
        if (has(error, CertPathBuilderException.class)) {
            return "its certificate is of no authority that is trusted here";
        }
        if (has(error, CertificateException.class)) {
            return "its certificate is not for this name, or not valid now";
        }
        if (has(error, SSLException.class)) {
            return "no TLS connection came about; is it http:// there?";
        }
        return has(error, ConnectException.class) ? "nothing listens there" : "the connection broke off";
    }

    private static boolean has(Throwable error, Class<? extends Throwable> kind) {
        return Stream.iterate(error, one -> one != null, Throwable::getCause)
                .limit(DEEPEST)
                .anyMatch(kind::isInstance);
    }
}
