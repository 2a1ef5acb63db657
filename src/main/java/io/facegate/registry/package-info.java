/** Who is who: organisations, purposes, credentials. */
@NullMarked
package io.facegate.registry;

import org.jspecify.annotations.NullMarked;
