/**
 * Fetches, verifies and keeps models. The only room that opens sockets and knows the paths of
 * caches; it does not know what is in a model.
 */
package io.github.inceptionv2.internal.store;
