package io.facegate.vendor.fetch;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Public address check against server-side request forgery (SSRF). Rejects addresses that IANA reserves for private,
 * local and special use, cloud metadata addresses, and IPv6 addresses that embed such IPv4 addresses.
 */
public final class PublicAddress {
    private static final int IPV4 = 4;

    private static final List<Block> SPECIAL = blocks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared address space of carrier-grade NAT
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // Azure's metadata address
            "169.254.0.0/16", // link-local, and cloud metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved and broadcast

    /** All allocated global unicast IPv6 space; loopback, private, link-local and multicast addresses are outside. */
    private static final Block GLOBAL = Block.parse("2000::/3");

    private static final List<Block> SPECIAL_V6 = blocks(
            "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20"); // documentation

    /** NAT64 prefix; the IPv4 address in the last four bytes is checked. All other embeddings are rejected. */
    private static final Block NAT64 = Block.parse("64:ff9b::/96");

    private PublicAddress() {}

    /** True if every resolved address is public (DNS-rebinding guard). */
    public static boolean areAllPublic(List<InetAddress> addresses) {
        return addresses.stream().allMatch(PublicAddress::isPublic);
    }

    static boolean isPublic(InetAddress address) {
        return isPublic(address.getAddress());
    }

    private static boolean isPublic(byte[] address) {
        if (address.length == IPV4) {
            return SPECIAL.stream().noneMatch(block -> block.contains(address));
        }
        if (NAT64.contains(address)) {
            return isPublic(Arrays.copyOfRange(address, address.length - IPV4, address.length));
        }
        return GLOBAL.contains(address) && SPECIAL_V6.stream().noneMatch(block -> block.contains(address));
    }

    private static List<Block> blocks(String... written) {
        return Arrays.stream(written).map(Block::parse).toList();
    }

    /** Address block in CIDR notation. */
    private record Block(byte[] first, int bits) {
        static Block parse(String written) {
            int slash = written.indexOf('/');
            return new Block(
                    InetAddress.ofLiteral(written.substring(0, slash)).getAddress(),
                    Integer.parseInt(written.substring(slash + 1)));
        }

        boolean contains(byte[] address) {
            if (address.length != first.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
