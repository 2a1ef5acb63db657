package io.facegate.integrity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities of a PEM file, which a connection trusts instead of those of the machine. */
public final class TrustedAuthorities {
    /** Some hundred certificates: most bytes of a file that a client trusts. */
    public static final int LARGEST = 1 << 20;

    /** Most bytes of a file of authorities whose clients a server lets in, which may be many. */
    public static final int LARGEST_OF_CLIENTS = 16 << 20;

    private static final int MIB = 1 << 20;

    private TrustedAuthorities() {}

    /** A file is larger than its use allows. */
    public static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        private TooLarge(Path file, int most) {
            super(file + " must have at most " + most / MIB + " MiB.");
        }
    }

    /**
     * Reads a file of certificates, which is small.
     *
     * @throws IOException if it cannot be read, or is too large for one
     */
    public static byte[] read(Path file) throws IOException {
        return read(file, LARGEST);
    }

    /**
     * As above, of at most so many bytes.
     *
     * @throws TooLarge if it has more
     */
    public static byte[] read(Path file, int most) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var all = in.readNBytes(most + 1);
            if (all.length > most) {
                throw new TooLarge(file, most);
            }
            return all;
        }
    }

    /**
     * Returns when the first of a file's certificates ends.
     *
     * @throws CertificateException if there is none, or one cannot be read
     */
    public static Instant earliestEnd(byte[] pem) throws CertificateException {
        return certificates(pem).stream()
                .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Collection<? extends Certificate> certificates(byte[] pem) throws CertificateException {
        var all = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        if (all.isEmpty()) {
            throw new CertificateException("it holds no certificate");
        }
        return all;
    }

    /**
     * Trusts the certificates of a PEM file, and no others.
     *
     * @throws GeneralSecurityException if there is none, or one cannot be read
     */
    public static SSLContext trustOnly(byte[] pem) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int at = 0;
        for (var certificate : certificates(pem)) {
            store.setCertificateEntry("authority-" + at++, certificate);
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
