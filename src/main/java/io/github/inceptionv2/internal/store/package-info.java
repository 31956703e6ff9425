/**
 * Fetches, verifies and stores models. No other package opens sockets or knows the paths of caches.
 * This package does not know what a model contains.
 */
package io.github.inceptionv2.internal.store;
