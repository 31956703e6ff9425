package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Digests;
import io.github.inceptionv2.internal.files.FileOutput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model among the resources of the class path or a jar: an archive, or the files of a module.
 *
 * <p>Resources cannot be listed, so only the module files with known names are read.
 *
 * @param location {@code classpath:NAME}, or {@code jar:file:JAR!/NAME}
 */
public record ResourceModel(String location) {

  /** The prefix of a location that class loaders look up. */
  public static final String CLASS_PATH = "classpath:";

  private static final String SAVED_MODEL = "saved_model.pb";

  private static final List<String> REQUIRED =
      List.of(SAVED_MODEL, "variables/variables.index", "variables/variables.data-00000-of-00001");

  private static final List<String> OPTIONAL = List.of("tfhub_module.pb", "assets/labels.txt");

  /**
   * Checks the location.
   *
   * @throws IllegalArgumentException if {@code location} has another form
   */
  public ResourceModel {
    boolean isClassPath = location.matches("classpath:/*[^/].*");
    if (!isClassPath && !location.matches("jar:file:.+!/.+")) {
      throw new IllegalArgumentException(
          "resource ("
              + location
              + ") must be classpath:NAME or jar:file:JAR!/NAME, such as classpath:models/flowers");
    }
    if (!isClassPath) {
      checkAddress(location);
    }
    location = location.replaceFirst("/+$", "");
  }

  private static void checkAddress(String location) {
    try {
      URI.create(location);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "resource ("
              + location
              + ") is not a valid address: "
              + e.getMessage()
              + "; write a space as %20",
          e);
    }
    if (location.indexOf("!/") != location.lastIndexOf("!/")) {
      throw new IllegalArgumentException(
          "resource (" + location + ") is in a nested jar; use classpath: and the resource's name");
    }
  }

  /** Returns the location to show to users: the path of the jar, or the resource's name. */
  Path place() {
    if (location.startsWith(CLASS_PATH)) {
      return Path.of(location.substring(CLASS_PATH.length()).replaceFirst("^/+", ""));
    }
    return Path.of(URI.create(location.substring("jar:".length(), location.indexOf("!/"))));
  }

  private boolean isArchive() {
    String name = location.toLowerCase(Locale.ROOT);
    return List.of(".tar.gz", ".tgz", ".tar").stream().anyMatch(name::endsWith);
  }

  /**
   * Returns the path of the module's directory or of the archive, if it is not inside a jar, which
   * is the case during an application's development.
   */
  Optional<Path> inPlace() throws IOException {
    URL url = find(isArchive() ? "" : "/" + SAVED_MODEL);
    if (url == null) {
      throw missing(isArchive() ? "" : "/" + SAVED_MODEL);
    } else if (!url.getProtocol().equals("file")) {
      return Optional.empty();
    }
    try {
      Path file = Path.of(url.toURI());
      return Optional.of(isArchive() ? file : file.getParent());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty(); // for example, a file on another host, which can only be streamed
    }
  }

  /** Returns one SHA-256 of all files that {@link #copyTo} copies. */
  String sha256() throws IOException {
    return copy(name -> OutputStream.nullOutputStream());
  }

  /**
   * Copies the archive to the file {@code target}, or the module to the directory {@code target}.
   *
   * @throws IOException if the files no longer match {@code sha256}
   */
  void copyTo(Path target, String sha256) throws IOException {
    String copied =
        copy(
            name -> {
              Path file = name.isEmpty() ? target : target.resolve(name.substring(1));
              Files.createDirectories(file.getParent());
              return FileOutput.open(file);
            });
    if (!copied.equals(sha256)) {
      throw new IOException(location + " changed while it was being copied; open it again");
    }
  }

  /** Opens the streams to which files are copied. */
  private interface Target {
    OutputStream open(String name) throws IOException;
  }

  private String copy(Target target) throws IOException {
    MessageDigest digest = Digests.newSha256();
    for (String name : names()) {
      digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      try (OutputStream out = new DigestOutputStream(target.open(name), digest)) {
        copy(name, out);
      }
    }
    return Digests.hex(digest);
  }

  /** Returns the suffixes that turn the location into the addresses of all files. */
  private List<String> names() throws IOException {
    if (isArchive()) {
      return List.of("");
    }
    List<String> names = new ArrayList<>();
    for (String name : REQUIRED) {
      if (find("/" + name) == null) {
        throw missing("/" + name);
      }
      names.add("/" + name);
    }
    for (String name : OPTIONAL) {
      if (find("/" + name) != null) {
        names.add("/" + name);
      }
    }
    return names;
  }

  private void copy(String name, OutputStream out) throws IOException {
    URL url = find(name);
    if (url == null) {
      throw missing(name);
    }
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false); // otherwise the jar would stay open
    try (InputStream in = connection.getInputStream()) {
      long left = ModelArchive.MAX_SIZE;
      byte[] buffer = new byte[64 << 10];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        left -= count;
        if (left < 0) {
          throw new IOException(
              location + name + " has more than " + ModelArchive.MAX_SIZE + " bytes");
        }
        out.write(buffer, 0, count);
      }
    }
  }

  private @Nullable URL find(String end) throws IOException {
    if (!location.startsWith(CLASS_PATH)) {
      return inJar(location + end);
    }
    String name = location.substring(CLASS_PATH.length()).replaceFirst("^/+", "") + end;
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    URL found = context == null ? null : context.getResource(name);
    return found == null ? ResourceModel.class.getClassLoader().getResource(name) : found;
  }

  /** Returns the address as a URL, or null if the jar does not exist or has no such entry. */
  private @Nullable URL inJar(String address) throws IOException {
    URL url = URI.create(address).toURL();
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    try {
      connection.getInputStream().close();
      return url;
    } catch (FileNotFoundException | NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UnusableArchiveException(
          place(), "cannot be read as a jar (" + e.getMessage() + "); copy the file again", e);
    }
  }

  private NoSuchFileException missing(String end) {
    return new NoSuchFileException(
        location + end,
        null,
        "there is no such resource; expected a module's files, "
            + String.join(", ", REQUIRED)
            + ", or a .tar.gz archive of them");
  }
}
