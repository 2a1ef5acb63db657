package io.facegate.vendor.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses pictures are fetched from. */
class PublicAddressTest {
    /** First and last address of what is not handed out to anybody's public host, from IANA's registries. */
    private static final List<String> RANGES = List.of(
            "0.0.0.0-0.255.255.255",
            "10.0.0.0-10.255.255.255",
            "100.64.0.0-100.127.255.255",
            "127.0.0.0-127.255.255.255",
            "168.63.129.16-168.63.129.16",
            "169.254.0.0-169.254.255.255",
            "172.16.0.0-172.31.255.255",
            "192.0.0.0-192.0.0.255",
            "192.0.2.0-192.0.2.255",
            "192.88.99.0-192.88.99.255",
            "192.168.0.0-192.168.255.255",
            "198.18.0.0-198.19.255.255",
            "198.51.100.0-198.51.100.255",
            "203.0.113.0-203.0.113.255",
            "224.0.0.0-255.255.255.255");

    private static final List<String> RANGES_V6 = List.of(
            "::-1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
            "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            "2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "3fff::-3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
            "4000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "10.1.2.3",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "198.19.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001:db8::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:2::1",
                "2002:7f00:1::",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::a00:1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "3fff::1"
            })
    void noPictureIsFetchedFromHere(String address) {
        assertThat(PublicAddress.isPublic(InetAddress.ofLiteral(address))).isFalse();
        assertThat(PublicAddress.areAllPublic(
                        List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral(address))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "168.63.129.17",
                "172.15.255.255",
                "172.32.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::1",
                "64:ff9b::808:808"
            })
    void picturesAreFetchedFromThere(String address) {
        assertThat(PublicAddress.areAllPublic(List.of(InetAddress.ofLiteral(address))))
                .isTrue();
    }

    @Property(tries = 3000)
    void anAddressOfVersion4IsPublicWhereNoRangeHoldsIt(@ForAll("v4") byte[] address) throws UnknownHostException {
        boolean special = RANGES.stream().anyMatch(range -> holds(range, address));
        assertThat(PublicAddress.isPublic(InetAddress.getByAddress(address))).isEqualTo(!special);
        var translated = Arrays.copyOf(InetAddress.ofLiteral("64:ff9b::1:1").getAddress(), 16);
        System.arraycopy(address, 0, translated, 12, 4);
        assertThat(PublicAddress.isPublic(InetAddress.getByAddress(translated))).isEqualTo(!special);
    }

    @Property(tries = 3000)
    void anAddressOfVersion6IsPublicWhereNoRangeHoldsIt(@ForAll("v6") byte[] address) throws UnknownHostException {
        var known = InetAddress.getByAddress(address);
        boolean nat64 = known.getHostAddress().startsWith("64:ff9b:0:0:0:0:");
        boolean mapped = known.getAddress().length == 4;
        if (!nat64 && !mapped) {
            assertThat(PublicAddress.isPublic(known))
                    .as(known.toString())
                    .isEqualTo(RANGES_V6.stream().noneMatch(range -> holds(range, address)));
        }
    }

    /** As many within each range and at its edges as anywhere. */
    @Provide
    Arbitrary<byte[]> v4() {
        return near(RANGES, 4);
    }

    @Provide
    Arbitrary<byte[]> v6() {
        return near(RANGES_V6, 16);
    }

    private static Arbitrary<byte[]> near(List<String> ranges, int length) {
        var all = BigInteger.ONE.shiftLeft(8 * length);
        var anywhere = Arbitraries.bigIntegers().between(BigInteger.ZERO, all.subtract(BigInteger.ONE));
        var within = Arbitraries.of(ranges)
                .flatMap(range -> Arbitraries.bigIntegers()
                        .between(
                                end(range, 0).subtract(BigInteger.TWO),
                                end(range, 1).add(BigInteger.TWO)));
        return Arbitraries.oneOf(anywhere, within).map(number -> bytes(number.mod(all), length));
    }

    private static byte[] bytes(BigInteger number, int length) {
        var bytes = new byte[length];
        var given = number.toByteArray();
        int count = Math.min(given.length, length);
        System.arraycopy(given, given.length - count, bytes, length - count, count);
        return bytes;
    }

    private static boolean holds(String range, byte[] address) {
        var number = new BigInteger(1, address);
        return number.compareTo(end(range, 0)) >= 0 && number.compareTo(end(range, 1)) <= 0;
    }

    private static BigInteger end(String range, int which) {
        return new BigInteger(1, InetAddress.ofLiteral(range.split("-")[which]).getAddress());
    }
}
