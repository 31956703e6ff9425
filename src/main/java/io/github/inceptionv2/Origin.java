package io.github.inceptionv2;

import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModelDigest;
import io.github.inceptionv2.internal.module.ModuleReader;
import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.store.Catalog;
import io.github.inceptionv2.internal.store.ModelArchive;
import io.github.inceptionv2.internal.store.ResourceModel;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/** The place that a model comes from. */
sealed interface Origin {

  /** Returns the name shown to users. */
  String name();

  /** Reads the module at this place. */
  default InceptionModule open(Supplier<ModelCache> cache, boolean isTrusted) throws IOException {
    return ModuleReader.read(fetch(cache), isTrusted);
  }

  /** Returns true if the model can be opened without a connection. */
  default boolean isCached(Supplier<ModelCache> cache) throws IOException {
    return true;
  }

  /** Returns the module's directory, after storing the module in {@code cache} if necessary. */
  default Path fetch(Supplier<ModelCache> cache) throws IOException {
    throw new UnsupportedOperationException(
        name() + " is not a module and has no directory; write it as a module");
  }

  /** Returns a single SHA-256 of all files of the model. */
  default String sha256(Supplier<ModelCache> cache) throws IOException {
    return ModelDigest.ofModule(fetch(cache));
  }

  /** Returns the serialized form. */
  Serialized serialized() throws NotSerializableException;

  /** Returns the place that {@code text} names. */
  static Origin parse(String text) {
    if (text.equals("imagenet")) {
      return RemoteArchive.imagenet();
    } else if (text.equals("untrained")) {
      return new Untrained(text);
    } else if (text.matches("(?i)(classpath|jar):.*")) {
      int colon = text.indexOf(':');
      return new Resource(
          new ResourceModel(
              text.substring(0, colon).toLowerCase(Locale.ROOT) + text.substring(colon)));
    } else if (text.matches("(?i)file:.*")) {
      return local(file(text).toString());
    } else if (text.matches("(?i)https?://.*")) {
      return RemoteArchive.isHandle(text)
          ? RemoteArchive.hub(text)
          : RemoteArchive.url(URI.create(text));
    } else if (text.matches("[a-zA-Z][a-zA-Z0-9+.-]+://.*")) {
      throw new IllegalArgumentException(
          "address ("
              + text.replaceFirst("//[^/]*@", "//")
              + ") has a scheme that this library cannot read; expected http, https, file, jar or"
              + " classpath; copy the model to a local path");
    }
    return RemoteArchive.isHandle(text) && !Files.exists(Path.of(text))
        ? RemoteArchive.hub(text)
        : local(text);
  }

  private static Path file(String text) {
    try {
      return Path.of(URI.create(text));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IllegalArgumentException(
          "address ("
              + text
              + ") is not a local file ("
              + e.getMessage()
              + "); expected an address such as file:///models/flowers, or a plain path",
          e);
    }
  }

  private static Origin local(String text) {
    Path path = Path.of(text);
    String name = text.toLowerCase(Locale.ROOT);
    if (Files.isDirectory(path)) {
      return new Directory(path);
    } else if (List.of(".tar.gz", ".tgz", ".tar").stream().anyMatch(name::endsWith)) {
      return new LocalArchive(path);
    }
    boolean isCheckpoint =
        List.of(".ckpt", ".index").stream().anyMatch(name::endsWith)
            || Files.isRegularFile(path)
            || Files.isRegularFile(Path.of(text + ".index"));
    return isCheckpoint ? new Checkpoint(path) : new Directory(path);
  }

  /**
   * The serialized form of an origin: names, no weights.
   *
   * @param place the path or name; null for an archive to download
   * @param archive the archive to download; null for other origins
   */
  record Serialized(Kind kind, String place, ModelArchive archive) implements Serializable {

    private static final long serialVersionUID = 1;

    private enum Kind {
      UNTRAINED,
      DIRECTORY,
      CHECKPOINT,
      LOCAL_ARCHIVE,
      RESOURCE,
      REMOTE_ARCHIVE
    }

    private static Serialized of(Kind kind, Path path) throws NotSerializableException {
      if (path.getFileSystem() != FileSystems.getDefault()) {
        throw new NotSerializableException(
            path
                + " is not in the default file system, so no other process can read it; copy it"
                + " to a disk");
      }
      return new Serialized(kind, path.toAbsolutePath().toString(), null);
    }

    Origin origin() {
      return switch (kind) {
        case UNTRAINED -> new Untrained(Objects.requireNonNull(place));
        case DIRECTORY -> new Directory(Path.of(place));
        case CHECKPOINT -> new Checkpoint(Path.of(place));
        case LOCAL_ARCHIVE -> new LocalArchive(Path.of(place));
        case RESOURCE -> new Resource(new ResourceModel(Objects.requireNonNull(place)));
        case REMOTE_ARCHIVE -> new RemoteArchive(Objects.requireNonNull(archive));
      };
    }
  }

  /** The untrained reference weights. */
  record Untrained(String name) implements Origin {

    @Override
    public InceptionModule open(Supplier<ModelCache> cache, boolean isTrusted) {
      return InceptionModule.reference(Architecture.IMAGENET_CLASSES);
    }

    @Override
    public String sha256(Supplier<ModelCache> cache) throws IOException {
      return ModelDigest.ofText(name);
    }

    @Override
    public Serialized serialized() {
      return new Serialized(Serialized.Kind.UNTRAINED, name, null);
    }
  }

  /** A module on this machine. */
  record Directory(Path path) implements Origin {

    @Override
    public Path fetch(Supplier<ModelCache> cache) {
      return path;
    }

    @Override
    public Serialized serialized() throws NotSerializableException {
      return Serialized.of(Serialized.Kind.DIRECTORY, path);
    }

    @Override
    public String name() {
      return path.toString();
    }
  }

  /** A checkpoint on this machine. */
  record Checkpoint(Path path) implements Origin {

    @Override
    public InceptionModule open(Supplier<ModelCache> cache, boolean isTrusted) throws IOException {
      return ModuleReader.checkpoint(path);
    }

    @Override
    public String sha256(Supplier<ModelCache> cache) throws IOException {
      return ModelDigest.ofCheckpoint(path);
    }

    @Override
    public Serialized serialized() throws NotSerializableException {
      return Serialized.of(Serialized.Kind.CHECKPOINT, path);
    }

    @Override
    public String name() {
      return path.toString();
    }
  }

  /** An archive on this machine. */
  record LocalArchive(Path path) implements Origin {

    @Override
    public Path fetch(Supplier<ModelCache> cache) throws IOException {
      return cache.get().module(path);
    }

    @Override
    public Serialized serialized() throws NotSerializableException {
      return Serialized.of(Serialized.Kind.LOCAL_ARCHIVE, path);
    }

    @Override
    public String name() {
      return path.toString();
    }
  }

  /** A model in a resource, on the class path or in a specific jar. */
  record Resource(ResourceModel resource) implements Origin {

    @Override
    public Path fetch(Supplier<ModelCache> cache) throws IOException {
      return cache.get().module(resource);
    }

    @Override
    public Serialized serialized() {
      return new Serialized(Serialized.Kind.RESOURCE, resource.location(), null);
    }

    @Override
    public String name() {
      return resource.location();
    }
  }

  /** An archive to download. */
  record RemoteArchive(ModelArchive archive) implements Origin {

    private static final Catalog CATALOG = Catalog.standard();
    private static final String HUB = "https://tfhub.dev/";

    /** The common prefix of the handles of this network's Hub modules. */
    private static final String PUBLISHER = "google/imagenet/inception_v2/";

    static RemoteArchive imagenet() {
      return new RemoteArchive(CATALOG.get("imagenet"));
    }

    static RemoteArchive url(URI uri) {
      return new RemoteArchive(ModelArchive.of(uri));
    }

    static RemoteArchive hub(String handle) {
      String path = handle.replaceFirst("(?i)^https?://tfhub\\.dev/", "").replaceFirst("/$", "");
      if (!path.startsWith(PUBLISHER)) {
        throw new IllegalArgumentException(
            "handle ("
                + handle
                + ") must begin with "
                + PUBLISHER
                + "; to open another module, give the URL of its archive");
      }
      // Python derives the name of its directory from the handle as given.
      boolean isAddress = handle.toLowerCase(Locale.ROOT).startsWith("http");
      return new RemoteArchive(CATALOG.get(path).withHandle(isAddress ? handle : HUB + handle));
    }

    /** Returns true if {@code text} is meant as a handle. */
    static boolean isHandle(String text) {
      return text.startsWith(PUBLISHER) || text.startsWith(HUB) && !text.contains("?");
    }

    @Override
    public boolean isCached(Supplier<ModelCache> cache) throws IOException {
      return cache.get().contains(archive);
    }

    @Override
    public Path fetch(Supplier<ModelCache> cache) throws IOException {
      return cache.get().module(archive);
    }

    @Override
    public Serialized serialized() {
      return new Serialized(Serialized.Kind.REMOTE_ARCHIVE, null, archive);
    }

    @Override
    public String name() {
      return archive.source();
    }
  }
}
