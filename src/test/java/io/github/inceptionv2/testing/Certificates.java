package io.github.inceptionv2.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for loopback, created for one run with the JDK's keytool and trusted by nobody
 * else.
 */
public final class Certificates {

  private static final String PASSWORD = "password";

  private Certificates() {}

  /**
   * Returns a context in which a server can prove to be localhost and a client trusts that proof.
   */
  public static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
    make(keys);
    KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(store, PASSWORD.toCharArray());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static void make(Path keys) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (!Files.exists(keys)) {
      throw new IOException(keytool + " created no certificate");
    }
  }
}
