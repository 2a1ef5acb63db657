/** The first thing a newcomer sees: one call answered, one refused, both on record. */
@NullMarked
package io.facegate.app.demo;

import org.jspecify.annotations.NullMarked;
