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
 * An archive with a model in it, and all that is known of it before it is there.
 *
 * @param entry the name of its entry in the cache
 * @param source what users call it
 * @param fileName what its publisher calls the file
 * @param mirrors where to get it, the first one first; they hold the same
 * @param size in bytes; -1 if it is not known
 * @param sha256 empty if it is not known
 * @param handles what Python's tensorflow_hub may have been asked for to get the same
 * @param local the file, or the directory of what would be in it, if it is on this machine
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

  /** Far above a module's 45 MB; an archive whose size is not known may grow to this. */
  static final long MAX_SIZE = 512L << 20;

  private static final int SHORT_HASH = 16;

  /** Asks tfhub.dev for an archive rather than a page. */
  private static final String HUB_QUERY = "tf-hub-format=compressed";

  /**
   * Takes copies.
   *
   * @throws IllegalArgumentException if {@code entry} is not the plain name of a directory
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
      String.class.cast(handle); // a stream that was altered may hold anything
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
   * The archive at {@code uri}, of which nothing is known.
   *
   * @throws IllegalArgumentException if it is not an http or https address
   */
  public static ModelArchive of(URI uri) {
    checkMirror(uri);
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "uri ("
              + withoutSecrets(uri)
              + ") must not hold a password; give an authorization to the cache instead");
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

  /** The archive in {@code file}, whose SHA-256 is {@code sha256}. */
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

  /** A model among resources, whose copy is at {@code copy} once it is needed. */
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

  /** The same archive, which Python may also have been asked for as {@code handle}. */
  public ModelArchive withHandle(String handle) {
    List<String> all = Stream.concat(Stream.of(handle), handles.stream()).distinct().toList();
    return new ModelArchive(entry, source, fileName, mirrors, size, sha256, all, local);
  }

  /** One that is on this machine has no meaning elsewhere, and is never asked for this. */
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

  /** The address without what may be a password or a signature. */
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
