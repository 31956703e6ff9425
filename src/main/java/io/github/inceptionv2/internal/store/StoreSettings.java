package io.github.inceptionv2.internal.store;

import java.nio.file.Path;

/**
 * Where and how models are kept.
 *
 * @param directory the cache
 * @param isOffline whether no connection may be opened
 * @param environment says where others keep models
 * @param network how to get at archives
 */
public record StoreSettings(
    Path directory, boolean isOffline, Environment environment, NetworkSettings network) {}
