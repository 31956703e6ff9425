package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Digests;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An archive that contains a model, and the facts known about it before the download.
 *
 * @param entry the name of the model's entry in the cache
 * @param source the name or address that users give
 * @param fileName the publisher's name of the file
 * @param mirrors addresses of the file, in the order in which they are tried
 * @param size the size in bytes; -1 if unknown
 * @param sha256 the SHA-256 in hexadecimal; empty if unknown
 * @param handles names under which Python's tensorflow_hub may have cached the model
 * @param local the archive, or a directory of its unpacked files, if it is on this machine
 */
public record ModelArchive(
    String entry,
    String source,
    String fileName,
    List<URI> mirrors,
    long size,
    String sha256,
    List<String> handles,
    Optional<Path> local)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** The maximum size of an archive, even if its size is unknown; far above a module's 45 MB. */
  static final long MAX_SIZE = 512L << 20;

  private static final int SHORT_HASH = 16;

  /** The query that asks tfhub.dev for an archive rather than a page. */
  private static final String HUB_QUERY = "tf-hub-format=compressed";

  /**
   * Checks and copies the components.
   *
   * @throws IllegalArgumentException if {@code entry} is not a plain directory name, or another
   *     component is invalid
   */
  public ModelArchive {
    if (!entry.matches("[A-Za-z0-9._-]+") || entry.equals(".") || entry.equals("..")) {
      throw new IllegalArgumentException(
          "entry (" + entry + ") must be a plain name of letters, digits, dots and dashes");
    }
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(fileName, "fileName");
    Objects.requireNonNull(local, "local");
    if (size < -1 || size > MAX_SIZE) {
      throw new IllegalArgumentException("size (" + size + ") must be from -1 to " + MAX_SIZE);
    }
    if (!sha256.matches("([0-9a-f]{64})?")) {
      throw new IllegalArgumentException("sha256 (" + sha256 + ") must be 64 hexadecimal digits");
    }
    mirrors = List.copyOf(mirrors);
    mirrors.forEach(ModelArchive::checkMirror);
    handles = List.copyOf(handles);
    for (Object handle : handles) {
      String.class.cast(handle); // a tampered stream may contain anything
    }
  }

  private static void checkMirror(URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    boolean isHttp = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    if (!isHttp || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "uri (" + withoutSecrets(uri) + ") must begin with https:// or http:// and name a host");
    }
  }

  /**
   * Returns the archive at {@code uri}, whose size and hash are unknown.
   *
   * @throws IllegalArgumentException if it is not an http or https address
   */
  public static ModelArchive of(URI uri) {
    checkMirror(uri);
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "uri ("
              + withoutSecrets(uri)
              + ") must not contain a password; give the cache an authorization instead");
    }
    String path = uri.getPath() == null ? "" : uri.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    String hash = Digests.sha256(uri.toString()).substring(0, SHORT_HASH);
    return new ModelArchive(
        "url-" + (name.isEmpty() ? "" : name + "-") + hash,
        withoutSecrets(uri),
        name.isEmpty() ? "the archive" : name,
        List.of(uri),
        -1,
        "",
        List.of(),
        Optional.empty());
  }

  /** Returns the archive in {@code file}, whose SHA-256 is {@code sha256}. */
  static ModelArchive of(Path file, String sha256) {
    return new ModelArchive(
        "file-" + sha256.substring(0, SHORT_HASH),
        file.toString(),
        String.valueOf(file.getFileName()),
        List.of(),
        -1,
        sha256,
        List.of(),
        Optional.of(file));
  }

  /** Returns the archive of a resource, which is copied to the path {@code copy} when needed. */
  static ModelArchive ofResource(String location, String sha256, Path copy) {
    return new ModelArchive(
        "resource-" + sha256.substring(0, SHORT_HASH),
        location,
        location,
        List.of(),
        -1,
        sha256,
        List.of(),
        Optional.of(copy));
  }

  /** Returns this archive with an additional name in Python's cache. */
  public ModelArchive withHandle(String handle) {
    List<String> all = Stream.concat(Stream.of(handle), handles.stream()).distinct().toList();
    return new ModelArchive(entry, source, fileName, mirrors, size, sha256, all, local);
  }

  /** Leaves out {@code local}, since a local path means nothing on another machine. */
  private Object writeReplace() {
    return new Written(entry, source, fileName, mirrors, size, sha256, handles);
  }

  private record Written(
      String entry,
      String source,
      String fileName,
      List<URI> mirrors,
      long size,
      String sha256,
      List<String> handles)
      implements Serializable {

    private static final long serialVersionUID = 1;

    private Object readResolve() throws InvalidObjectException {
      try {
        return new ModelArchive(
            entry, source, fileName, mirrors, size, sha256, handles, Optional.empty());
      } catch (RuntimeException e) {
        InvalidObjectException invalid =
            new InvalidObjectException("damaged archive: " + e.getMessage());
        invalid.initCause(e);
        throw invalid;
      }
    }
  }

  /** Returns the address without parts that may be a password or a signature. */
  static String withoutSecrets(URI uri) {
    if (uri.isOpaque()) {
      return uri.getScheme() + ":";
    }
    String query = HUB_QUERY.equals(uri.getQuery()) ? HUB_QUERY : null;
    try {
      return new URI(
              uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), query, null)
          .toString();
    } catch (URISyntaxException e) {
      return uri.getScheme() + "://" + uri.getHost();
    }
  }
}
