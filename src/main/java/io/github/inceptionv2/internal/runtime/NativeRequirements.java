package io.github.inceptionv2.internal.runtime;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The requirements of TensorFlow's native library. Requirements whose violation would crash the JVM
 * are checked before the library is loaded. If the library cannot be loaded, one sentence gives the
 * reason and the remedy.
 */
final class NativeRequirements {

  /** The platforms that TensorFlow Java 1.1.0 has libraries for. */
  private static final Set<String> PLATFORMS =
      Set.of("linux-x86_64", "linux-arm64", "macosx-arm64", "windows-x86_64");

  /**
   * The key of a note that all class loaders can read: which class loader loaded the library in
   * this JVM, and from where.
   */
  private static final String LOADED = "io.github.inceptionv2.nativeLibrary";

  private static final Pattern FLAGS = Pattern.compile("(?m)^flags\\s*:(.*)$");
  private static final long UNPACKED_MEGABYTES = 652;
  private static final String SET_CACHE =
      "set the system property " + Machine.CACHE + " to a directory ";

  private final Machine machine;

  NativeRequirements(Machine machine) {
    this.machine = machine;
  }

  /**
   * Checks the requirements without which loading would fail or crash the JVM.
   *
   * @throws NativeException if a requirement is not met
   */
  void check() {
    String platform = machine.platform();
    if (!PLATFORMS.contains(platform)) {
      throw problem(
          "there is no library for "
              + platform
              + "; use linux-x86_64, linux-arm64, macosx-arm64 or windows-x86_64");
    }
    if (platform.startsWith("linux") && isMusl()) {
      throw problem(
          "this JVM runs on musl (Alpine Linux), but the library needs glibc; use an image with"
              + " glibc, such as Debian's");
    }
    if (platform.equals("linux-x86_64") && isWithoutAvx()) {
      throw problem(
          "this processor, or the virtual machine, has no AVX, without which the library would"
              + " crash the JVM; use a newer processor, or let the virtual machine expose the"
              + " host's processor");
    }
  }

  /**
   * Checks that there is a directory in which to unpack the library.
   *
   * @throws NativeException if there is none
   */
  void checkCache(boolean isThere) {
    if (!isThere) {
      throw problem(unwritable());
    }
  }

  private boolean isMusl() {
    return machine
        .text()
        .apply(Path.of("/proc/self/maps"))
        .map(maps -> maps.contains("/ld-musl-") || maps.contains("/libc.musl-"))
        .orElse(false);
  }

  private boolean isWithoutAvx() {
    return machine
        .text()
        .apply(Path.of("/proc/cpuinfo"))
        .map(FLAGS::matcher)
        .map(flags -> flags.find() && !(flags.group(1) + " ").contains(" avx "))
        .orElse(false);
  }

  /**
   * Records that TensorFlow is about to be loaded.
   *
   * @param notes shared by all class loaders of the JVM, such as the system properties
   * @param owner a name that distinguishes the class loader from other class loaders
   * @param origin the location of the library; several class loaders may load from one location
   * @throws NativeException if another class loader has loaded the library from another location:
   *     two copies terminate the process
   */
  void claim(Map<Object, Object> notes, String owner, String origin) {
    String place = origin + " unpacked in " + machine.cacheDirectory();
    Object before = notes.putIfAbsent(LOADED, owner + " from " + place);
    if (before != null
        && !before.toString().startsWith(owner + " ")
        && !before.toString().endsWith(" from " + place)) {
      throw problem(
          "another class loader of this JVM has loaded it already ("
              + before
              + "), and a second copy would crash the JVM; put TensorFlow's jars into a class"
              + " loader that both share, such as the shared class loader of the server");
    }
  }

  /** Returns an exception that explains why the library could not be loaded. */
  NativeException explain(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new NativeException(
        NativeException.Kind.LIBRARY,
        "TensorFlow's native library cannot be loaded: "
            + reason(String.valueOf(root.getMessage())).orElseGet(this::usual)
            + " ("
            + root
            + ")",
        failure);
  }

  private Optional<String> reason(String message) {
    Path cache = machine.cacheDirectory();
    if (message.contains("Could not create the cache")) {
      return Optional.of(unwritable());
    } else if (message.contains("libstdc++.so")) {
      return Optional.of("libstdc++ is missing: install it (Debian, Ubuntu: libstdc++6)");
    } else if (message.contains("failed to map segment") || message.contains("not permitted")) {
      return Optional.of(cache + " is mounted noexec: " + SET_CACHE + "that allows execution");
    } else if (message.contains("GLIBC_") || message.contains("GLIBCXX_")) {
      return Optional.of("this system's libraries are too old: use a newer release");
    }
    long free = machine.freeBytes().applyAsLong(cache) >> 20;
    if (free < UNPACKED_MEGABYTES && isAboutLoading(message)) {
      return Optional.of(
          "it needs "
              + UNPACKED_MEGABYTES
              + " MB unpacked, but "
              + cache
              + " has only "
              + free
              + " MB left: make room, or "
              + SET_CACHE
              + "with more space");
    }
    return Optional.empty();
  }

  private String unwritable() {
    return "neither "
        + machine.cacheDirectory()
        + " nor a directory in "
        + machine.property().apply("java.io.tmpdir")
        + " can be written: "
        + SET_CACHE
        + "that is writable, or that already contains the unpacked library";
  }

  /**
   * Returns true if the message may be due to a full disk. JavaCPP does not report a full disk. It
   * continues, and then cannot find the file that it could not write.
   */
  private static boolean isAboutLoading(String message) {
    return message.contains("libtensorflow")
        || message.contains("jnitensorflow")
        || message.contains("No space left");
  }

  private String usual() {
    return "it needs the artifact org.tensorflow:tensorflow-core-native with the classifier "
        + machine.platform()
        + ", glibc and libstdc++ on Linux, and "
        + UNPACKED_MEGABYTES
        + " MB in "
        + machine.cacheDirectory();
  }

  private static NativeException problem(String why) {
    return new NativeException(
        NativeException.Kind.LIBRARY, "TensorFlow's native library cannot be loaded: " + why, null);
  }
}
