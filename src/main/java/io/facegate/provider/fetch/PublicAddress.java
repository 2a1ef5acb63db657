package io.facegate.provider.fetch;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Tells addresses of the public internet from all others: those that IANA keeps for private, local and special use, those
 * under which clouds tell machines their secrets, and those in IPv6 that lead to such in IPv4.
 */
final class PublicAddress {
    private static final int IPV4 = 4;

    private static final List<Block> SPECIAL = blocks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared behind a carrier's NAT
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // what Azure tells its machines
            "169.254.0.0/16", // link-local, and what clouds tell their machines
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocols
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    /** All that is handed out in IPv6; loopback, private, link-local and multicast lie outside. */
    private static final Block GLOBAL = Block.of("2000::/3");

    private static final List<Block> SPECIAL_V6 = blocks(
            "2001::/23", // protocols: Teredo, benchmarks, ORCHID
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20"); // documentation

    /** Behind which an address of IPv4 stands in the last four bytes; all other such forms are refused whole. */
    private static final Block NAT64 = Block.of("64:ff9b::/96");

    private PublicAddress() {}

    /** Whether each of them is one: whoever is asked twice may name another. */
    static boolean all(List<InetAddress> addresses) {
        return addresses.stream().allMatch(PublicAddress::is);
    }

    static boolean is(InetAddress address) {
        return is(address.getAddress());
    }

    private static boolean is(byte[] address) {
        if (address.length == IPV4) {
            return SPECIAL.stream().noneMatch(block -> block.holds(address));
        }
        if (NAT64.holds(address)) {
            return is(Arrays.copyOfRange(address, address.length - IPV4, address.length));
        }
        return GLOBAL.holds(address) && SPECIAL_V6.stream().noneMatch(block -> block.holds(address));
    }

    private static List<Block> blocks(String... written) {
        return Arrays.stream(written).map(Block::of).toList();
    }

    /** Addresses that begin with the same bits. */
    private record Block(byte[] first, int bits) {
        static Block of(String written) {
            int slash = written.indexOf('/');
            return new Block(
                    InetAddress.ofLiteral(written.substring(0, slash)).getAddress(),
                    Integer.parseInt(written.substring(slash + 1)));
        }

        boolean holds(byte[] address) {
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
