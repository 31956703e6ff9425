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
 * Stores models on this machine, and downloads missing ones. Immutable and thread-safe. Several
 * processes may share a directory: while one process downloads a model, the others wait for it.
 *
 * <p>A model is looked up in this order:
 *
 * <ol>
 *   <li>in the cache, where the size and modification time of each file are checked;
 *   <li>as an archive placed in the cache by hand, at {@code archives/NAME.tar.gz};
 *   <li>in the cache of Python's tensorflow_hub, from which the model is copied: {@code
 *       TFHUB_CACHE_DIR}, or {@code tfhub_modules} in the temporary directory if this user owns
 *       that directory;
 *   <li>at its download addresses, one after the other, unless {@link #isOffline}.
 * </ol>
 *
 * <p>The SHA-256 of a download is verified before the archive is unpacked. If the SHA-256 is not
 * known beforehand, that of the first download is recorded, and later downloads must match it. A
 * damaged entry is downloaded again. Nothing is written outside {@link #directory}.
 *
 * <p>The JVM's proxy settings ({@code https.proxyHost} and the like) are respected. An interrupt
 * during a download throws {@link java.io.InterruptedIOException}; the partial file stays in the
 * cache, and the next download resumes it.
 *
 * <p>Serialization includes the directory, offline mode, timeout and authorizations, so the
 * serialized form is as secret as the authorizations. It does not include the listener. A cache
 * with its own proxies cannot be serialized.
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
   * @param name the name of the entry and of its directory
   * @param source the source that the model came from, as {@link ModelSource#toString} returns it
   * @param directory the module's directory
   * @param byteCount the total size of the files
   */
  public record Entry(String name, String source, Path directory, long byteCount) {}

  /**
   * The progress of a download. Immutable.
   *
   * @param source the model's source, as {@link ModelSource#toString} returns it
   * @param host the host of the download
   * @param byteCount the bytes received, including those received before the download was resumed
   * @param totalByteCount the total size; empty if the server does not report it
   * @param bytesPerSecond the average rate since the connection was opened
   */
  public record DownloadProgress(
      String source,
      String host,
      long byteCount,
      OptionalLong totalByteCount,
      double bytesPerSecond) {

    /** Returns the time remaining at the average rate; empty if it cannot be estimated. */
    public Optional<Duration> remaining() {
      if (totalByteCount.isEmpty() || bytesPerSecond <= 0) {
        return Optional.empty();
      }
      double seconds = (totalByteCount.getAsLong() - byteCount) / bytesPerSecond;
      return Optional.of(Duration.ofMillis((long) (1000 * seconds)));
    }

    /** Returns true if the download is complete. */
    public boolean isComplete() {
      return totalByteCount.isPresent() && byteCount >= totalByteCount.getAsLong();
    }
  }

  private ModelCache(StoreSettings settings, Consumer<DownloadProgress> listener) {
    this.settings = settings;
    this.store = new ModelStore(settings);
    this.listener = listener;
  }

  /** Returns the cache configured by the environment, as {@link Builder} describes. */
  public static ModelCache standard() {
    return builder().build();
  }

  /** Returns a builder for another cache. */
  public static Builder builder() {
    return new Builder(Environment.system());
  }

  static Builder builder(Environment environment) {
    return new Builder(environment);
  }

  /** Returns the directory of the models. */
  public Path directory() {
    return settings.directory();
  }

  /** Returns whether connections are forbidden. */
  public boolean isOffline() {
    return settings.isOffline();
  }

  /** Returns the models in this cache, sorted by name. */
  public List<Entry> list() throws IOException {
    return store.list().stream()
        .map(entry -> new Entry(entry.name(), entry.source(), entry.module(), entry.byteCount()))
        .toList();
  }

  /**
   * Reads all files of {@code entry} and returns the problems found; empty if the files are
   * unchanged since the entry was created. An entry with problems is downloaded again when it is
   * opened.
   */
  public List<String> verify(Entry entry) throws IOException {
    Objects.requireNonNull(entry, "entry");
    return store.problems(entry.name(), true);
  }

  /**
   * Removes {@code entry}, including a partial download and the recorded SHA-256.
   *
   * @return true if the entry existed
   */
  public boolean remove(Entry entry) throws IOException {
    Objects.requireNonNull(entry, "entry");
    return store.remove(entry.name());
  }

  boolean contains(ModelArchive archive) throws IOException {
    return store.isCached(archive);
  }

  /**
   * Returns the directory of the module in the archive {@code file}, which is installed if
   * necessary.
   */
  Path module(Path file) throws IOException {
    try {
      return module(store.archive(file));
    } catch (UnusableArchiveException e) {
      throw corrupt(e);
    }
  }

  /** Returns the directory of the module in {@code resource}, which is installed if necessary. */
  Path module(ResourceModel resource) throws IOException {
    try {
      return store.module(resource, ModuleInstaller::install, this::report);
    } catch (UnusableArchiveException e) {
      throw corrupt(e);
    }
  }

  /** Returns the directory of the module in {@code archive}, which is installed if necessary. */
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
              + " has its own proxies, which cannot be serialized; remove them, and set"
              + " https.proxyHost on each JVM");
    }
    return new Written(
        directory().toString(),
        isOffline(),
        new HashMap<>(network.authorizations()),
        network.timeout());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("only the serialized form of ModelCache can be read");
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
   * Builds a {@link ModelCache}. Not thread-safe.
   *
   * <p>Unless {@link #directory} is called, the directory is the value of the system property
   * {@code io.github.inceptionv2.cache}, or else of the environment variable {@code
   * INCEPTION_V2_CACHE}, or else {@code inception-v2} in the platform's cache directory for the
   * user: {@code $XDG_CACHE_HOME} or {@code ~/.cache}, {@code ~/Library/Caches} on macOS, {@code
   * %LOCALAPPDATA%} on Windows.
   *
   * <p>Unless {@link #offline} is called, offline mode is on if the system property {@code
   * io.github.inceptionv2.offline} is {@code true}, or else if the environment variable {@code
   * INCEPTION_V2_OFFLINE} is {@code true}.
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

    /** Sets the directory for models, which is created when the first model is stored. */
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
     * Sets the listener for the progress of downloads. The downloading thread calls the listener at
     * the start, about ten times a second, and at the end. An exception that it throws ends the
     * download.
     */
    public Builder listener(Consumer<DownloadProgress> listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /** Sets the proxies to use instead of the JVM's. */
    public Builder proxy(ProxySelector proxy) {
      this.proxy = Objects.requireNonNull(proxy, "proxy");
      return this;
    }

    /**
     * Sends the header {@code Authorization} to one host. The host receives the header at the
     * address of a model, and at its standard https port if another server redirects to the host.
     * No other host or port receives the header. A default {@link java.net.Authenticator} is never
     * consulted for the target of a redirect.
     *
     * @param host such as {@code www.kaggle.com}
     * @param value such as {@code Bearer ...} or {@code Basic ...}
     * @throws IllegalArgumentException if {@code value} is blank or contains a character not
     *     allowed in a header, such as the newline at the end of a file; the message does not
     *     reveal the value
     */
    public Builder authorization(String host, String value) {
      Objects.requireNonNull(host, "host");
      if (!Objects.requireNonNull(value, "value").matches("[ -~]*[!-~]")) {
        throw new IllegalArgumentException(
            "the authorization for "
                + host
                + " must be printable ASCII without a trailing space or newline; strip it");
      }
      authorizations.put(host, value);
      return this;
    }

    /**
     * Sets how long to wait for a connection and for a response, and the period over which a
     * download must average at least 512 bytes per second; 30 seconds if unset. If a server asks
     * for a longer wait before a retry, the retry still happens after this time.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public Builder timeout(Duration timeout) {
      Objects.requireNonNull(timeout, "timeout");
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout (" + timeout + ") must be positive");
      }
      this.timeout = timeout;
      return this;
    }

    /** Returns the cache, without reading or writing anything. */
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
