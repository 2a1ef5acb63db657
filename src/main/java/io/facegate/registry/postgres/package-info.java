/** The tables of a registry that several gateways share in PostgreSQL: how they are made, and what is demanded of them. */
@NullMarked
package io.facegate.registry.postgres;

import org.jspecify.annotations.NullMarked;
