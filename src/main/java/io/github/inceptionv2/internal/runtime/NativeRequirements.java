package io.github.inceptionv2.internal.runtime;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What TensorFlow's native library needs, checked before it is loaded where it would end the JVM,
 * and told in one sentence with the remedy where it could not be loaded.
 */
final class NativeRequirements {

  /** Those that TensorFlow Java 1.1.0 has libraries for. */
  private static final Set<String> PLATFORMS =
      Set.of("linux-x86_64", "linux-arm64", "macosx-arm64", "windows-x86_64");

  /**
   * Where it is noted, for all class loaders, who loaded the library in this JVM, and from where.
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
   * Checks what would crash the JVM or cannot work.
   *
   * @throws NativeException if something is missing
   */
  void check() {
    String platform = machine.platform();
    if (!PLATFORMS.contains(platform)) {
      throw problem(
          "there is none for "
              + platform
              + ": use one of linux-x86_64, linux-arm64, macosx-arm64 and windows-x86_64");
    }
    if (platform.startsWith("linux") && isMusl()) {
      throw problem(
          "this JVM runs on musl (Alpine Linux), which it cannot be linked with: use an image with"
              + " glibc, such as Debian's");
    }
    if (platform.equals("linux-x86_64") && isWithoutAvx()) {
      throw problem(
          "this processor, or the virtual machine around it, has no AVX, without which it would"
              + " crash the JVM: use a newer one, or let the virtual machine pass the host's"
              + " processor on");
    }
  }

  /**
   * Checks that there is a directory to unpack the library in.
   *
   * @throws NativeException if not
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
   * Notes that TensorFlow is about to be loaded.
   *
   * @param notes shared by all class loaders of the JVM, such as the system properties
   * @param owner the class loader, in words that tell it from others
   * @param origin the place of the library; one place may be loaded from by several class loaders
   * @throws NativeException if another class loader has loaded it from another place: two copies in
   *     one process end it
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
              + "), and a second copy ends the JVM: put TensorFlow's jars where both see them, in"
              + " the shared class loader of the server");
    }
  }

  /** Says why the library could not be loaded. */
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
      return Optional.of(
          cache + " is mounted noexec: " + SET_CACHE + "from which programs may be run");
    } else if (message.contains("GLIBC_") || message.contains("GLIBCXX_")) {
      return Optional.of("this system's libraries are too old: use a newer release of it");
    }
    long free = machine.freeBytes().applyAsLong(cache) >> 20;
    if (free < UNPACKED_MEGABYTES && isAboutLoading(message)) {
      return Optional.of(
          "it takes "
              + UNPACKED_MEGABYTES
              + " MB unpacked, and "
              + cache
              + " has only "
              + free
              + " MB left: make room, or "
              + SET_CACHE
              + "with more");
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
        + "that can, or to one in which it is unpacked already";
  }

  /**
   * JavaCPP does not tell of a full disk, but goes on and does not find what it could not write.
   */
  private static boolean isAboutLoading(String message) {
    return message.contains("libtensorflow")
        || message.contains("jnitensorflow")
        || message.contains("No space left");
  }

  private String usual() {
    return "it needs the artifact org.tensorflow:tensorflow-core-native with the classifier "
        + machine.platform()
        + ", on Linux glibc and libstdc++, and "
        + UNPACKED_MEGABYTES
        + " MB in "
        + machine.cacheDirectory();
  }

  private static NativeException problem(String why) {
    return new NativeException(
        NativeException.Kind.LIBRARY, "TensorFlow's native library cannot be loaded: " + why, null);
  }
}
