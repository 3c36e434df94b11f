import { parseImage } from '../../image.ts';

/** What an image makes of its environment. */
export interface ImageVariables {
  readonly product: string;
  /** Repositories of images, without registry: `*` stands for one word. */
  readonly images: readonly string[];
  /** Names that can only be meant for this product: others may be anyone's. */
  readonly own: RegExp;
  /** The names that some release reads, or how they begin, in front of `*`. */
  readonly reads: readonly string[];
  /** Set where a configuration file may ask for any name: how it does. */
  readonly file?: string;
  readonly source: string;
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

/** Sonarr and those that were made from it: sections are classes, and names don't care for case. */
const SERVARR_READS = words(`
  APP__EXTERNALRESTART APP__INSTANCENAME APP__LAUNCHBROWSER APP__THEME
  AUTH__APIKEY AUTH__ENABLED AUTH__METHOD AUTH__REQUIRED AUTH__TRUSTCGNAT AUTH__TRUSTCGNATIPADDRESSES
  LOG__ANALYTICSENABLED LOG__CONSOLEFORMAT LOG__CONSOLELEVEL LOG__DBENABLED LOG__FILTERSENTRYEVENTS LOG__LEVEL
  LOG__ROTATE LOG__SIZELIMIT LOG__SQL LOG__SYSLOGLEVEL LOG__SYSLOGPORT LOG__SYSLOGSERVER
  POSTGRES__HOST POSTGRES__LOGDB POSTGRES__MAINDB POSTGRES__PASSWORD POSTGRES__PORT POSTGRES__USER
  SERVER__ALLOWEDHOSTS SERVER__BINDADDRESS SERVER__ENABLESSL SERVER__PORT SERVER__SSLCERTPASSWORD SERVER__SSLCERTPATH
  SERVER__SSLKEYPATH SERVER__SSLPORT SERVER__URLBASE
  UPDATE__AUTOMATICALLY UPDATE__BRANCH UPDATE__MECHANISM UPDATE__SCRIPTPATH
`);

const servarr = (product: string, source: string): ImageVariables => {
  const prefix = `${product.toUpperCase()}__`;
  const name = product.toLowerCase();
  return {
    product,
    images: [`home-operations/${name}`, `linuxserver/${name}`, `hotio/${name}`],
    own: new RegExp(`^${prefix}`, 'i'),
    reads: SERVARR_READS.map(each => prefix + each),
    source: `https://github.com/${source}/tree/develop/src/NzbDrone.Common/Options`,
  };
};

/** Names of the border router's two images, which many take for one another. */
const BORDER_ROUTER =
  /^(?:OT|OTBR|RADIO|TREL|TUN|BACKBONE|REST)_|^HTTP_(?:HOST|PORT)$|^DEBUG_LEVEL$/;

/**
 * Images whose environment is known as a whole, as far as names are theirs. Read in the sources that are named:
 * what a newer release adds has to be added here.
 */
export const IMAGE_VARIABLES: readonly ImageVariables[] = [
  servarr('Sonarr', 'Sonarr/Sonarr'),
  servarr('Radarr', 'Radarr/Radarr'),
  servarr('Prowlarr', 'Prowlarr/Prowlarr'),
  {
    product: 'Home Assistant',
    images: ['home-assistant/home-assistant', 'homeassistant/*', 'home-operations/home-assistant'],
    own: /^(?:HASS|HOME_?ASSISTANT)_/,
    reads: [],
    file: '!env_var',
    source: 'https://www.home-assistant.io/docs/configuration/yaml/#using-environment-variables',
  },
  {
    product: "OpenThread's border router",
    images: ['openthread/border-router'],
    own: BORDER_ROUTER,
    reads: words(`
      OT_INFRA_IF OT_LOG_LEVEL OT_RCP_DEVICE OT_REST_LISTEN_ADDR OT_REST_LISTEN_PORT OT_THREAD_IF
      OT_VENDOR_MODEL OT_VENDOR_NAME OT_WEB_LISTEN_ADDR OT_WEB_LISTEN_PORT
    `),
    source:
      'https://github.com/openthread/ot-br-posix/tree/main/etc/docker/border-router/rootfs/etc/s6-overlay/s6-rc.d',
  },
  {
    product: "OpenThread's border router for tests",
    images: ['openthread/otbr'],
    own: BORDER_ROUTER,
    reads: words(`
      BACKBONE_INTERFACE BACKBONE_ROUTER DEBUG_LEVEL HTTP_HOST HTTP_PORT OTBR_* OT_BACKBONE_CI RADIO_URL REST_API
      REST_HOST TREL_URL TUN_INTERFACE_NAME
    `),
    source:
      'https://github.com/openthread/ot-br-posix/blob/main/etc/docker/test/docker_entrypoint.sh',
  },
  {
    product: 'Zigbee2MQTT',
    images: ['koenkk/zigbee2mqtt'],
    own: /^(?:Z2M|ZIGBEE2MQTT)_/,
    reads: words(`
      Z2M_ONBOARD_FORCE_RUN Z2M_ONBOARD_NO_FAILURE_PAGE Z2M_ONBOARD_NO_REDIRECT Z2M_ONBOARD_NO_SERVER Z2M_ONBOARD_URL
      Z2M_WATCHDOG ZIGBEE2MQTT_CONFIG_* ZIGBEE2MQTT_DATA
    `),
    source:
      'https://www.zigbee2mqtt.io/guide/configuration/#environment-variables-override-configuration',
  },
  {
    product: 'qBittorrent',
    images: ['home-operations/qbittorrent', 'qbittorrentofficial/qbittorrent-nox'],
    own: /^(?:QBT|QBITTORRENT)_/,
    reads: words(`
      QBT_ADD_PAUSED QBT_ADD_STOPPED QBT_CATEGORY QBT_CONFIGURATION QBT_CONFIRM_LEGAL_NOTICE QBT_DAEMON
      QBT_DOWNLOADS_PATH QBT_EULA QBT_FIRST_AND_LAST QBT_LEGAL_NOTICE QBT_NO_SPLASH QBT_PROFILE QBT_RELATIVE_FASTRESUME
      QBT_SAVE_PATH QBT_SEQUENTIAL QBT_SKIP_DIALOG QBT_SKIP_HASH_CHECK QBT_TORRENTING_PORT QBT_VERSION QBT_WEBUI_PORT
    `),
    source: 'https://github.com/qbittorrent/qBittorrent/blob/master/src/app/cmdoptions.cpp',
  },
  {
    product: 'SABnzbd',
    images: ['home-operations/sabnzbd'],
    own: /^SABNZBD__/,
    reads: words(`
      SABNZBD__ADDRESS SABNZBD__API_KEY SABNZBD__HOST_WHITELIST_ENTRIES SABNZBD__LOCAL_RANGES_ENTRIES
      SABNZBD__NZB_KEY SABNZBD__PORT
    `),
    source: 'https://github.com/home-operations/containers/blob/main/apps/sabnzbd/entrypoint.sh',
  },
  {
    product: 'autobrr',
    images: ['autobrr/autobrr'],
    own: /^AUTOBRR_/,
    reads: words(`
      BASE_URL BASE_URL_MODE_LEGACY CHECK_FOR_UPDATES CORS_ALLOWED_ORIGINS CUSTOM_DEFINITIONS DATABASE_DSN
      DATABASE_MAX_BACKUPS DATABASE_TYPE HOST LOG_LEVEL LOG_MAX_BACKUPS LOG_MAX_SIZE LOG_PATH METRICS_BASIC_AUTH_USERS
      METRICS_ENABLED METRICS_HOST METRICS_PORT OIDC_CLIENT_ID OIDC_CLIENT_SECRET OIDC_DISABLE_BUILT_IN_LOGIN
      OIDC_ENABLED OIDC_ISSUER OIDC_REDIRECT_URL OIDC_SCOPES PORT POSTGRES_DATABASE POSTGRES_DB POSTGRES_EXTRA_PARAMS
      POSTGRES_HOST POSTGRES_PASS POSTGRES_PASSWORD POSTGRES_PORT POSTGRES_SOCKET POSTGRES_SSLMODE POSTGRES_USER
      PROFILING_ENABLED PROFILING_HOST PROFILING_PORT SESSION_SECRET
    `).flatMap(name => [`AUTOBRR__${name}`, `AUTOBRR__${name}_FILE`]),
    source: 'https://github.com/autobrr/autobrr/blob/develop/internal/config/config.go',
  },
  {
    product: 'homepage',
    images: ['gethomepage/homepage'],
    own: /^HOMEPAGE_/,
    reads: words(`
      HOMEPAGE_ALLOWED_HOSTS HOMEPAGE_BUILDTIME HOMEPAGE_CONFIG_DIR HOMEPAGE_FILE_* HOMEPAGE_PROXY_DISABLE_IPV6
      HOMEPAGE_VAR_*
    `),
    source: 'https://gethomepage.dev/installation/docker/#using-environment-secrets',
  },
  {
    product: 'lldap',
    images: ['lldap/lldap', 'nitnelave/lldap'],
    own: /^LLDAP_/,
    reads: words(`
      LLDAP_ADMIN_PASSWORD* LLDAP_ADMIN_USERNAME LLDAP_ASSETS_PATH LLDAP_CONFIG_FILE LLDAP_DATABASE_URL
      LLDAP_FORCE_LDAP_USER_PASS_RESET LLDAP_FORCE_UPDATE_PRIVATE_KEY LLDAP_HEALTHCHECK_OPTIONS__* LLDAP_HTTP_HOST
      LLDAP_HTTP_PORT LLDAP_HTTP_URL LLDAP_IGNORED_GROUP_ATTRIBUTES LLDAP_IGNORED_USER_ATTRIBUTES LLDAP_JWT_SECRET
      LLDAP_KEY_FILE LLDAP_KEY_SEED LLDAP_LDAP_BASE_DN LLDAP_LDAP_HOST LLDAP_LDAP_PORT LLDAP_LDAP_USER_DN
      LLDAP_LDAP_USER_EMAIL LLDAP_LDAP_USER_PASS LLDAP_LDAPS_OPTIONS__* LLDAP_SERVER_KEY_FILE LLDAP_SERVER_KEY_SEED
      LLDAP_SET_PASSWORD_PATH LLDAP_SMTP_OPTIONS__* LLDAP_TEST_EMAIL_TO LLDAP_URL LLDAP_USER_PASSWORD LLDAP_VERBOSE
      LLDAP_DATABASE_URL_FILE LLDAP_JWT_SECRET_FILE LLDAP_KEY_SEED_FILE LLDAP_LDAP_USER_PASS_FILE
    `),
    source: 'https://github.com/lldap/lldap/blob/main/server/src/configuration.rs',
  },
];

/**
 * The facts about an image.
 * @param image as a container names it, with or without registry, tag and digest
 */
export function variablesOfImage(image: string): ImageVariables | undefined {
  const { name } = parseImage(image);
  return IMAGE_VARIABLES.find(({ images }) => images.some(each => isImage(name, each)));
}

/** Whether a repository is one of those, whatever registry it is on or mirrored by. */
function isImage(repository: string, pattern: string): boolean {
  const [owner, name] = pattern.split('/');
  const [ownOwner, ownName] = repository.split('/').slice(-2);
  return ownOwner === owner && (name === '*' || ownName === name);
}

/** Whether the product reads a variable of that name; those of .NET don't care for case, and nobody names two apart by it. */
export const isRead = ({ reads }: ImageVariables, name: string): boolean =>
  reads.some(each =>
    each.endsWith('*')
      ? name.toUpperCase().startsWith(each.slice(0, -1))
      : name.toUpperCase() === each,
  );
