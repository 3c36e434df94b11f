/** Releases that {@link FLAGS} was read from: 0.N, the first and the last patch of each. */
export const FLAG_RELEASES = { first: 12, last: 22 } as const;

/** What a flag takes: nothing, one value once, or one value each time. */
export type FlagType = 'boolean' | 'single' | 'repeated';

/**
 * All flags of external-dns by what they take. `@16-` is there from 0.16 on, `@-20` up to 0.20. What
 * was single before it could be repeated stands among the latter.
 *
 * @see https://github.com/kubernetes-sigs/external-dns/blob/v0.22.0/pkg/apis/externaldns/types.go
 */
export const FLAGS: Readonly<Record<FlagType, string>> = {
  boolean: `
    always-publish-not-ready-addresses aws-evaluate-target-health aws-prefer-cname
    aws-sd-service-cleanup aws-zone-match-parent@14- bluecat-skip-tls-verify@-14
    cloudflare-custom-hostnames@16- cloudflare-proxied cloudflare-regional-services@18-
    combine-fqdn-annotation coredns-strictly-owned@21- create-ptr@21- dry-run events
    exclude-unschedulable@17- expose-internal-ipv6@17- force-default-targets@18-
    gateway-listener-sets@21- godaddy-api-ote ibmcloud-proxied@-17 ignore-hostname-annotation
    ignore-ingress-rules-spec ignore-ingress-tls-spec ignore-non-host-network-pods@16-
    infoblox-create-ptr@-14 infoblox-ssl-verify@-14 listen-endpoint-events@16- ns1-ignoressl
    oci-auth-instance-principal@13- once ovh-enable-cname-relative@17- pdns-skip-tls-verify@13-
    pdns-tls-enabled@-13 pihole-tls-skip-verify@13- prefer-alias@21- publish-host-ip
    publish-internal-services rcodezero-txt-encrypt@-14
    resolve-service-load-balancer-hostname@13- rfc2136-axfr@22- rfc2136-create-ptr@15-20
    rfc2136-gss-tsig rfc2136-insecure rfc2136-skip-tls-verify@14- rfc2136-tsig-axfr
    rfc2136-use-tls@14- traefik-disable-legacy@14-18 traefik-disable-new@14-
    traefik-enable-legacy@19- txt-encrypt-enabled@13- txt-new-format-only@16-17
    webhook-server@14-`,
  single: `
    akamai-access-token@-21 akamai-client-secret@-21 akamai-client-token@-21
    akamai-edgerc-path@-21 akamai-edgerc-section@-21 akamai-serviceconsumerdomain@-21
    alibaba-cloud-config-file alibaba-cloud-zone-type annotation-filter annotation-prefix@20-
    aws-api-retries aws-assume-role aws-assume-role-external-id@13- aws-batch-change-interval
    aws-batch-change-size aws-batch-change-size-bytes@14- aws-batch-change-size-values@14-
    aws-zone-type aws-zones-cache-duration azure-config-file azure-maxretries-count@18-
    azure-resource-group azure-subscription-id azure-user-assigned-identity-client-id
    azure-zones-cache-duration@15- batch-change-interval@21- batch-change-size@21-
    bluecat-config-file@-14 bluecat-dns-configuration@-14 bluecat-dns-deploy-type@-14
    bluecat-dns-server-name@-14 bluecat-dns-view@-14 bluecat-gateway-host@-14
    bluecat-root-zone@-14 cf-api-endpoint@-20 cf-password@-20 cf-username@-20
    cloudflare-custom-hostnames-certificate-authority@16-
    cloudflare-custom-hostnames-min-tls-version@16- cloudflare-dns-records-per-page@13-
    cloudflare-record-comment@18- cloudflare-region-key@15- cloudflare-zones-per-page@-13
    compatibility connector-source-server contour-load-balancer@-13 coredns-prefix
    crd-source-apiversion crd-source-kind digitalocean-api-page-size@-20 dyn-customer-name@-14
    dyn-min-ttl@-14 dyn-password@-14 dyn-username@-14 dynamodb-region@13- dynamodb-table@13-
    exoscale-apienv@13- exoscale-apikey exoscale-apisecret exoscale-apizone@13-
    exoscale-endpoint@-13 exoscale-zones-cache-duration@22- gateway-label-filter
    gateway-name@16- gateway-namespace godaddy-api-key godaddy-api-secret godaddy-api-ttl
    google-batch-change-interval google-batch-change-size google-project google-zone-visibility
    ibmcloud-config-file@-17 infoblox-cache-duration@-14 infoblox-fqdn-regex@-14
    infoblox-grid-host@-14 infoblox-max-results@-14 infoblox-name-regex@13-14 infoblox-view@-14
    infoblox-wapi-password@-14 infoblox-wapi-port@-14 infoblox-wapi-username@-14
    infoblox-wapi-version@-14 interval kube-api-burst@21- kube-api-qps@21-
    kube-api-request-timeout@21- kubeconfig label-filter log-format log-level metrics-address
    migrate-from-txt-owner@20- min-event-sync-interval min-ttl@21- namespace ns1-endpoint
    ns1-min-ttl oci-compartment-ocid@13- oci-config-file oci-zone-scope@14-
    oci-zones-cache-duration@14- openshift-router-name ovh-api-rate-limit ovh-endpoint
    pdns-api-key pdns-server pdns-server-id@15- pihole-api-version@17-21 pihole-password@13-
    pihole-server@13- plural-cluster@13-21 plural-provider@13-21 pod-source-domain@16- policy
    provider provider-cache-time@15- regex-domain-exclusion regex-domain-filter registry
    request-timeout rfc2136-batch-change-size rfc2136-kerberos-password rfc2136-kerberos-realm
    rfc2136-kerberos-username rfc2136-load-balancing-strategy@16- rfc2136-min-ttl rfc2136-port
    rfc2136-tsig-keyname rfc2136-tsig-secret rfc2136-tsig-secret-alg server
    skipper-routegroup-groupversion tencent-cloud-config-file@13-17
    tencent-cloud-zone-type@13-17 tls-ca tls-client-cert tls-client-cert-key transip-account@-21
    transip-keyfile@-21 txt-cache-interval txt-encrypt-aes-key@13- txt-owner-id txt-prefix
    txt-suffix txt-wildcard-replacement webhook-provider-read-timeout@14-
    webhook-provider-url@14- webhook-provider-write-timeout@14-`,
  repeated: `
    aws-profile@15- aws-sd-create-tag@15- aws-zone-tags default-targets domain-filter
    events-emit@19- exclude-domains exclude-record-types@14- exclude-target-net@13-
    fqdn-target-template@21- fqdn-template gloo-namespace ingress-class@13- inmemory-zone
    managed-record-types nat64-networks@15- rfc2136-host rfc2136-zone service-type-filter source
    target-net-filter@13- target-template@21- unstructured-resource@21- zone-id-filter
    zone-name-filter`,
};
