package io.github.inceptionv2;

import io.github.inceptionv2.internal.store.Environment;
import io.github.inceptionv2.internal.store.FetchException;
import io.github.inceptionv2.internal.store.ModelArchive;
import io.github.inceptionv2.internal.store.ModelStore;
import io.github.inceptionv2.internal.store.ResourceModel;
import io.github.inceptionv2.internal.store.StoreSettings;
import io.github.inceptionv2.internal.store.UnusableArchiveException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Keeps models on this machine, and gets those that are not there. Immutable, and safe for use by
 * several threads; several processes may use one directory, of which one fetches a model and the
 * others wait for it.
 *
 * <p>A model is looked for in this order:
 *
 * <ol>
 *   <li>in the cache, where a few facts of each file are compared with what they were;
 *   <li>as an archive that somebody put into the cache by hand, at {@code archives/NAME.tar.gz};
 *   <li>where Python's tensorflow_hub keeps its modules: {@code TFHUB_CACHE_DIR}, or {@code
 *       tfhub_modules} in the directory for temporary files if it belongs to this user; from there
 *       it is copied;
 *   <li>at its addresses on the network, one after the other, unless {@link #isOffline}.
 * </ol>
 *
 * <p>Whatever was fetched is compared with its SHA-256 before it is unpacked; where that is not
 * known beforehand, it is recorded the first time and must be the same from then on. An entry that
 * turns out to be damaged is fetched again. Nothing is written outside {@link #directory}.
 *
 * <p>The JVM's proxy settings are respected ({@code https.proxyHost} and its like). A thread that
 * fetches may be interrupted: {@link java.io.InterruptedIOException} is thrown, and what came by
 * then is kept in the cache to be resumed.
 *
 * <p>Serializable: directory, offline mode, timeout and authorizations go along, which makes what
 * is written as secret as they are; the listener stays behind. A cache with proxies of its own
 * cannot be written.
 */
public final class ModelCache implements Serializable {

  private static final long serialVersionUID = 1;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int RETRIES = 3;
  private static final Duration BACK_OFF = Duration.ofSeconds(1);

  private final transient StoreSettings settings;
  private final transient ModelStore store;
  private final transient Consumer<DownloadProgress> listener;

  /**
   * A model in a cache.
   *
   * @param name the entry's name, which is that of its directory
   * @param source what it was fetched as
   * @param directory the module
   * @param byteCount the size of its files
   */
  public record Entry(String name, String source, Path directory, long byteCount) {}

  /**
   * How far a download is. Immutable.
   *
   * @param source what is fetched, as {@link ModelSource#toString} says it
   * @param host where it comes from
   * @param byteCount how much is there, with what was there before a download was resumed
   * @param totalByteCount how much there will be; empty if the server does not say
   * @param bytesPerSecond the average since the connection was made
   */
  public record DownloadProgress(
      String source,
      String host,
      long byteCount,
      OptionalLong totalByteCount,
      double bytesPerSecond) {

    /** Returns how long it will take at this rate; empty while nothing can be said. */
    public Optional<Duration> remaining() {
      if (totalByteCount.isEmpty() || bytesPerSecond <= 0) {
        return Optional.empty();
      }
      double seconds = (totalByteCount.getAsLong() - byteCount) / bytesPerSecond;
      return Optional.of(Duration.ofMillis((long) (1000 * seconds)));
    }

    /** Returns whether all of it is there. */
    public boolean isComplete() {
      return totalByteCount.isPresent() && byteCount >= totalByteCount.getAsLong();
    }
  }

  private ModelCache(StoreSettings settings, Consumer<DownloadProgress> listener) {
    this.settings = settings;
    this.store = new ModelStore(settings);
    this.listener = listener;
  }

  /** Returns the cache that the environment names; see {@link Builder} for what it says. */
  public static ModelCache standard() {
    return builder().build();
  }

  /** Begins to describe another cache. */
  public static Builder builder() {
    return new Builder(Environment.system());
  }

  static Builder builder(Environment environment) {
    return new Builder(environment);
  }

  /** Returns where the models are. */
  public Path directory() {
    return settings.directory();
  }

  /** Returns whether connections are forbidden. */
  public boolean isOffline() {
    return settings.isOffline();
  }

  /** Returns the models in this cache, in order of their names. */
  public List<Entry> list() throws IOException {
    return store.list().stream()
        .map(entry -> new Entry(entry.name(), entry.source(), entry.module(), entry.byteCount()))
        .toList();
  }

  /**
   * Reads all files of {@code entry} and returns what is wrong with them: nothing if they are as
   * they were when the entry was made. An entry with problems is fetched again when it is opened.
   */
  public List<String> verify(Entry entry) throws IOException {
    Objects.requireNonNull(entry, "entry");
    return store.problems(entry.name(), true);
  }

  /**
   * Removes {@code entry}, with what was begun to be fetched for it and the hash that was recorded.
   *
   * @return whether it was there
   */
  public boolean remove(Entry entry) throws IOException {
    Objects.requireNonNull(entry, "entry");
    return store.remove(entry.name());
  }

  boolean contains(ModelArchive archive) throws IOException {
    return store.isCached(archive);
  }

  /** Returns the directory of the module that the archive {@code file} becomes. */
  Path module(Path file) throws IOException {
    try {
      return module(store.archive(file));
    } catch (UnusableArchiveException e) {
      throw corrupt(e);
    }
  }

  /** Returns the directory of the module among the resources {@code resource}. */
  Path module(ResourceModel resource) throws IOException {
    try {
      return store.module(resource, ModuleInstaller::install, this::report);
    } catch (UnusableArchiveException e) {
      throw corrupt(e);
    }
  }

  /** Returns the directory of the module that {@code archive} becomes. */
  Path module(ModelArchive archive) throws IOException {
    try {
      return store.module(archive, ModuleInstaller::install, this::report);
    } catch (FetchException e) {
      throw new ModelDownloadException(e.getMessage(), e.uri(), status(e), e);
    } catch (UnusableArchiveException e) {
      throw corrupt(e);
    }
  }

  private static OptionalInt status(FetchException e) {
    return e.status() == 0 ? OptionalInt.empty() : OptionalInt.of(e.status());
  }

  private static ModelCorruptException corrupt(UnusableArchiveException e) {
    return new ModelCorruptException(e.file(), e.file() + ": " + e.getMessage(), e);
  }

  private void report(String source, String host, long bytes, long total, double rate) {
    OptionalLong known = total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
    listener.accept(new DownloadProgress(source, host, bytes, known, rate));
  }

  private Object writeReplace() throws NotSerializableException {
    StoreSettings.Network network = settings.network();
    if (network.proxy() != null) {
      throw new NotSerializableException(
          this
              + " has proxies of its own, which stay on this machine; leave them out, and set"
              + " https.proxyHost on each JVM");
    }
    return new Written(
        directory().toString(),
        isOffline(),
        new HashMap<>(network.authorizations()),
        network.timeout());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("written as ModelCache.Written only");
  }

  private record Written(
      String directory, boolean isOffline, Map<String, String> authorizations, Duration timeout)
      implements Serializable {

    private static final long serialVersionUID = 1;

    private Object readResolve() throws InvalidObjectException {
      try {
        Builder builder =
            builder().directory(Path.of(directory)).offline(isOffline).timeout(timeout);
        authorizations.forEach(builder::authorization);
        return builder.build();
      } catch (RuntimeException e) {
        throw InvalidObjects.of("model cache", e);
      }
    }
  }

  /** Returns the directory. */
  @Override
  public String toString() {
    return "ModelCache[" + directory() + (isOffline() ? ", offline" : "") + "]";
  }

  /**
   * Settings of a cache. Not thread-safe.
   *
   * <p>The directory is, unless set here, what the system property {@code
   * io.github.inceptionv2.cache} says, else the environment variable {@code INCEPTION_V2_CACHE},
   * else {@code inception-v2} in the platform's place for a user's caches: {@code $XDG_CACHE_HOME}
   * or {@code ~/.cache}, {@code ~/Library/Caches} on macOS, {@code %LOCALAPPDATA%} on Windows.
   *
   * <p>Offline mode is on, unless set here, if the system property {@code
   * io.github.inceptionv2.offline} is {@code true}, or else the environment variable {@code
   * INCEPTION_V2_OFFLINE} is.
   */
  public static final class Builder {

    private final Environment environment;
    private final Map<String, String> authorizations = new HashMap<>();
    private Path directory;
    private Boolean isOffline;
    private ProxySelector proxy;
    private Duration timeout = TIMEOUT;
    private Consumer<DownloadProgress> listener = progress -> {};

    private Builder(Environment environment) {
      this.environment = environment;
    }

    /** Sets where models are kept; the directory is made when the first one comes. */
    public Builder directory(Path directory) {
      this.directory = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /** Sets whether connections are forbidden. */
    public Builder offline(boolean isOffline) {
      this.isOffline = isOffline;
      return this;
    }

    /**
     * Sets who is told how far a download is: at its beginning, about ten times a second, and at
     * its end, in the thread that fetches. What it throws ends the download.
     */
    public Builder listener(Consumer<DownloadProgress> listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /** Sets the proxies, in place of the JVM's. */
    public Builder proxy(ProxySelector proxy) {
      this.proxy = Objects.requireNonNull(proxy, "proxy");
      return this;
    }

    /**
     * Has the header {@code Authorization} shown to one host: at the address that a model has, and,
     * where a server redirects to the host, at its standard port of https. No other host and no
     * other port sees it. A default {@link java.net.Authenticator} is asked for no server that is
     * redirected to.
     *
     * @param host such as {@code www.kaggle.com}
     * @param value such as {@code Bearer ...} or {@code Basic ...}
     * @throws IllegalArgumentException if {@code value} is blank or holds what a header cannot,
     *     such as the newline at the end of a file; the message does not tell the value
     */
    public Builder authorization(String host, String value) {
      Objects.requireNonNull(host, "host");
      if (!Objects.requireNonNull(value, "value").matches("[ -~]*[!-~]")) {
        throw new IllegalArgumentException(
            "the authorization for "
                + host
                + " must be printable ASCII and not end with a blank or a newline; strip it");
      }
      authorizations.put(host, value);
      return this;
    }

    /**
     * Sets how long to wait for a connection and for an answer, and over which time at least 512
     * bytes a second must come; 30 seconds if unset. A server that asks to be left alone for longer
     * is asked again after this time.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder timeout(Duration timeout) {
      Objects.requireNonNull(timeout, "timeout");
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout (" + timeout + ") must be positive");
      }
      this.timeout = timeout;
      return this;
    }

    /** Returns the cache; nothing is read or written yet. */
    public ModelCache build() {
      StoreSettings.Network network =
          new StoreSettings.Network(proxy, authorizations, timeout, RETRIES, BACK_OFF);
      return new ModelCache(
          new StoreSettings(
              directory == null ? environment.cacheDirectory() : directory,
              isOffline == null ? environment.isOffline() : isOffline,
              environment,
              network),
          listener);
    }
  }
}
