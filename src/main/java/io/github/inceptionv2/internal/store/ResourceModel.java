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
 * A model among the resources of the class path or of a jar: an archive, or the files of a module.
 *
 * <p>Resources cannot be listed, so that of a module only files of known names are read.
 *
 * @param location {@code classpath:NAME}, or {@code jar:file:JAR!/NAME}
 */
public record ResourceModel(String location) {

  /** The beginning of a location that class loaders look up. */
  public static final String CLASS_PATH = "classpath:";

  private static final String SAVED_MODEL = "saved_model.pb";

  private static final List<String> REQUIRED =
      List.of(SAVED_MODEL, "variables/variables.index", "variables/variables.data-00000-of-00001");

  private static final List<String> OPTIONAL = List.of("tfhub_module.pb", "assets/labels.txt");

  /**
   * Checks the form.
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
          "resource (" + location + ") is no address: " + e.getMessage() + "; write a space as %20",
          e);
    }
    if (location.indexOf("!/") != location.lastIndexOf("!/")) {
      throw new IllegalArgumentException(
          "resource ("
              + location
              + ") is in a jar inside of a jar; give classpath: and the resource's name");
    }
  }

  /** Returns where people find this: the jar, or the name on the class path. */
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
   * Returns the module's directory or the archive, if it is a file of its own, as while an
   * application is developed.
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
      return Optional.empty(); // a host's file, for one, which can be read as a stream only
    }
  }

  /** Returns one SHA-256 of everything that {@link #copyTo} copies. */
  String sha256() throws IOException {
    return copy(name -> OutputStream.nullOutputStream());
  }

  /**
   * Copies the archive to the file {@code target}, or the module to a directory of that name.
   *
   * @throws IOException if the files are not those of {@code sha256} any more
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
      throw new IOException(location + " was changed while it was copied; open it again");
    }
  }

  /** Makes the stream that the file {@code name} is copied to. */
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

  /** Returns the ends of the locations of all files. */
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
    connection.setUseCaches(false); // or the jar would stay open
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

  /** Returns null if there is no such jar, or nothing of that name in it. */
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
          place(), "cannot be read as a jar (" + e.getMessage() + "); copy it again, whole", e);
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
