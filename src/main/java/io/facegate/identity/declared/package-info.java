/** What a request declares, and what of it is believed. */
@NullMarked
package io.facegate.identity.declared;

import org.jspecify.annotations.NullMarked;
