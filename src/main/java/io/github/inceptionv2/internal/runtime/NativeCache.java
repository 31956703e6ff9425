package io.github.inceptionv2.internal.runtime;

import io.github.inceptionv2.internal.files.HomeDirectory;
import io.github.inceptionv2.internal.files.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the directory in which JavaCPP unpacks libraries.
 *
 * <p>JavaCPP itself uses {@code user.home} even if its value is {@code ?}, which names a directory
 * in the working directory. JavaCPP then falls back to a temporary directory that other users can
 * predict and fill.
 */
final class NativeCache {

  private static final Logger LOG = LoggerFactory.getLogger(NativeCache.class);

  private static final Path BELOW_HOME = Path.of(".javacpp", "cache");

  /** JavaCPP's older name for {@link Machine#CACHE}. */
  private static final String OLD_CACHE = "org.bytedeco.javacpp.cacheDir";

  private NativeCache() {}

  /**
   * Creates the directory, and sets it in JavaCPP's system property.
   *
   * @return true if there is a writable directory
   */
  static boolean prepare() {
    for (String property : new String[] {Machine.CACHE, OLD_CACHE}) {
      String named = System.getProperty(property);
      if (named != null && canMake(Path.of(named))) {
        System.setProperty(Machine.CACHE, named);
        return true;
      } else if (named != null) {
        LOG.warn("ignoring {} ({}), which is not writable", property, SafeText.line(named));
      }
    }
    Optional<Path> home =
        HomeDirectory.find(at -> HomeDirectory.isWritable(at.resolve(BELOW_HOME)));
    Optional<Path> cache = home.map(at -> at.resolve(BELOW_HOME)).filter(NativeCache::canMake);
    cache.ifPresent(directory -> System.setProperty(Machine.CACHE, directory.toString()));
    return cache.isPresent();
  }

  private static boolean canMake(Path directory) {
    try {
      Path made = Files.createDirectories(directory.toAbsolutePath());
      return Files.isReadable(made) && HomeDirectory.isWritable(made);
    } catch (IOException e) {
      LOG.debug("{} cannot be created", SafeText.line(directory), e);
      return false;
    }
  }
}
