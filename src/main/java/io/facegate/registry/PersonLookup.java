package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds the people of a running gateway's registry, without a lock that a change would wait for. Whom the gateway's
 * memory has is read again from the database, so that what was revoked counts nowhere any more. Whom it has not is looked
 * for there only a few times a second, whoever asks.
 */
public final class PersonLookup {
    /** A person who was registered just now is in memory within a second, and is found at once until then. */
    static final int MOST_UNKNOWN = 10;

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

    private final RegistryAddress address;
    private final Supplier<RegistrySnapshot> memory;
    private final LongSupplier nanoTime;
    private long began;
    private int looked;

    /** The people of the registry there, of which the gateway has that in memory. */
    public PersonLookup(RegistryAddress address, Supplier<RegistrySnapshot> memory) {
        this(address, memory, System::nanoTime);
    }

    PersonLookup(RegistryAddress address, Supplier<RegistrySnapshot> memory, LongSupplier nanoTime) {
        this.address = address;
        this.memory = memory;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /** The active person with exactly that login, whose row verifies. */
    public Optional<Person> findByLogin(Person.Login login) {
        return find(person -> login.equals(person.login()));
    }

    /** The active person with exactly that client certificate, whose row verifies. An organisation's is nobody's. */
    public Optional<Person> findByCertificate(String sha256) {
        return memory.get().certificates().containsKey(sha256)
                ? Optional.empty()
                : find(person -> person.certificate(sha256) != null);
    }

    private Optional<Person> find(Predicate<Person> which) {
        boolean isKnown = memory.get().people().stream().anyMatch(which);
        return isKnown || mayLook() ? read(which) : Optional.empty();
    }

    private synchronized boolean mayLook() {
        long now = nanoTime.getAsLong();
        if (now - began >= WINDOW) {
            began = now;
            looked = 0;
        }
        if (looked == MOST_UNKNOWN) {
            return false;
        }
        looked++;
        return true;
    }

    private Optional<Person> read(Predicate<Person> which) {
        try (var store = RegistryDatabase.open(address, RegistryOpening.READ)) {
            var seal = RegistryDatabase.seal(store.vault(), store.dialect());
            return store.read(reader -> PersonAuthorization.read(reader, seal).people()).stream()
                    .filter(person -> person.isActive() && which.test(person))
                    .findFirst();
        } catch (SQLException unreadable) {
            throw new Unusable("The registry cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
